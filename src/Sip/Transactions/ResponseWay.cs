using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>Where responses go. RFC 3261 §18.2.2, RFC 3581 §4.</summary>
internal static class ResponseWay
{
    /// <summary>The way back of a request.</summary>
    public static SipFlow Of(SipMessage request, in SipFlow flow)
    {
        if (flow.IsReliable)
        {
            return flow;
        }

        var via = request.TopVia;
        if (TryAddress(via.Maddr, out var multicast))
        {
            return flow with { Remote = new IPEndPoint(multicast, PortOf(via, flow.Transport)) };
        }

        return via.HasRport ? flow : flow with { Remote = new IPEndPoint(flow.Remote.Address, PortOf(via, flow.Transport)) };
    }

    /// <summary>The way back when the request's connection is gone: a new one, to where the request came from and the sent-by's port.</summary>
    public static SipFlow WithoutConnection(SipMessage request, in SipFlow flow) =>
        flow with { Connection = 0, Remote = new IPEndPoint(flow.Remote.Address, PortOf(request.TopVia, flow.Transport)) };

    /// <summary>
    /// The top Via as the response has it: with received when the source is another host than the sent-by says or rport was asked for, and with rport
    /// filled in.
    /// </summary>
    public static string TopVia(SipMessage request, in SipFlow flow)
    {
        var via = request.TopVia;
        var text = new System.Text.StringBuilder("SIP/2.0/").Append(SipText.Of(via.Transport)).Append(' ').Append(SipText.Of(via.SentBy));
        foreach (var parameter in via.Parameters)
        {
            if (SipGrammar.Same(parameter.Name, "received"u8) || SipGrammar.Same(parameter.Name, "rport"u8))
            {
                continue;
            }

            text.Append(';').Append(SipText.Of(parameter.Name));
            if (parameter.HasValue)
            {
                text.Append('=').Append(SipText.Of(parameter.Value));
            }
        }

        var source = flow.Remote.Address.IsIPv4MappedToIPv6 ? flow.Remote.Address.MapToIPv4() : flow.Remote.Address;
        if (via.HasRport || !TryAddress(via.Host, out var sentBy) || !sentBy.Equals(source))
        {
            text.Append(";received=").Append(source);
        }

        if (via.HasRport)
        {
            text.Append(";rport=").Append(flow.Remote.Port);
        }

        return text.ToString();
    }

    private static int PortOf(Via via, SipTransport transport) => via.Port != 0 ? via.Port : transport is SipTransport.Tls or SipTransport.Wss ? 5061 : 5060;

    private static bool TryAddress(ReadOnlySpan<byte> text, out IPAddress address)
    {
        address = IPAddress.None;
        var inner = text.Length > 2 && text[0] == (byte)'[' ? text[1..^1] : text;
        return !inner.IsEmpty && IPAddress.TryParse(inner, out address!);
    }
}
