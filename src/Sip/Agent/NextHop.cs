using System.Net;
using System.Text;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>Where a URI leads. RFC 3263 §4 for numeric hosts; names are the host's to resolve.</summary>
internal static class NextHop
{
    /// <summary>The destination of a URI or name-addr.</summary>
    public static Destination Of(AgentContext context, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!TryUri(bytes, out var uri) || !uri.IsSip || uri.Host.IsEmpty)
        {
            return default;
        }

        var secure = uri.Scheme == SipUriScheme.Sips;
        var transport = TransportOf(uri, secure);
        var target = uri.Parameters.TryGet("maddr"u8, out var maddr) && !maddr.IsEmpty ? maddr : uri.Address;
        if (transport is SipTransport.Ws or SipTransport.Wss || IsInvalid(target))
        {
            // A browser is reached by the connection that it opened, and by nothing else: its Contact is a made-up name (RFC 7118 §5.2).
            return default;
        }

        if (!IPAddress.TryParse(target, out var address))
        {
            return new Destination(null, SipText.Of(target), uri.Port, transport, secure);
        }

        var by = transport ?? SipTransport.Udp;
        var listener = context.ListenerFor(by, address) ?? context.ListenerFor(by, null);
        var port = uri.Port != 0 ? uri.Port : by is SipTransport.Tls ? 5061 : 5060;
        return listener is null ? default : new Destination(new SipFlow(by, listener, new IPEndPoint(address, port)));
    }

    /// <summary>The destination of an in-dialog request: the next hop, unless the peer is only reachable by the flow that it came by.</summary>
    /// <param name="context">The agent.</param>
    /// <param name="hop">First route, or the remote target when there is none.</param>
    /// <param name="isRoute">Whether <paramref name="hop"/> is a route.</param>
    /// <param name="flow">The flow that the peer's last message of the dialog came by.</param>
    public static Destination InDialog(AgentContext context, string hop, bool isRoute, SipFlow? flow)
    {
        var next = Of(context, hop);
        if (flow is not { } known)
        {
            return next;
        }

        // An open connection is the only sure way to a peer behind NAT or in a browser; a numeric hop elsewhere is a proxy that must not be skipped.
        var same = next.Flow is null || next.Flow.Value.Remote.Address.Equals(known.Remote.Address);
        if (known.IsReliable && known.Connection != 0 && (same || !isRoute))
        {
            return new Destination(known);
        }

        if (!isRoute && !known.IsReliable && context.Options.SymmetricSignalling && (next.Flow is not { } there || Nat.Hides(there.Remote.Address, known.Remote.Address)))
        {
            return new Destination(known);
        }

        // The same listener as before: a peer that knows us by one of our addresses must not meet another.
        return next.Flow is { } way && way.Transport == known.Transport ? new Destination(way with { Local = known.Local }) : next;
    }

    /// <summary>Whether a route is a loose one (has lr). RFC 3261 §16.12.1.2.</summary>
    public static bool IsLoose(string route) => TryUri(Encoding.UTF8.GetBytes(route), out var uri) && uri.Parameters.Has("lr"u8);

    /// <summary>Whether a name is one that no resolver may be asked for. RFC 6761 §6.4.</summary>
    private static bool IsInvalid(ReadOnlySpan<byte> host)
    {
        var name = host.EndsWith("."u8) ? host[..^1] : host;
        return name.Length >= 7 && SipGrammar.Same(name[^7..], "invalid"u8) && (name.Length == 7 || name[^8] == (byte)'.');
    }

    private static bool TryUri(ReadOnlySpan<byte> bytes, out SipUri uri)
    {
        if (bytes.IndexOf((byte)'<') < 0 && SipUri.TryParse(bytes, out uri))
        {
            return true;
        }

        var read = NameAddr.TryParse(bytes, out var address);
        uri = address.Uri;
        return read;
    }

    private static SipTransport? TransportOf(SipUri uri, bool secure)
    {
        uri.Parameters.TryGet("transport"u8, out var token);
        SipTransport? named = token switch
        {
            _ when SipGrammar.Same(token, "udp"u8) => SipTransport.Udp,
            _ when SipGrammar.Same(token, "tcp"u8) => SipTransport.Tcp,
            _ when SipGrammar.Same(token, "tls"u8) => SipTransport.Tls,
            _ when SipGrammar.Same(token, "ws"u8) => SipTransport.Ws,
            _ when SipGrammar.Same(token, "wss"u8) => SipTransport.Wss,
            _ => null,
        };
        return secure ? named is SipTransport.Ws or SipTransport.Wss ? SipTransport.Wss : SipTransport.Tls : named;
    }
}
