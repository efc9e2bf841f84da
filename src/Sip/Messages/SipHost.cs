using System.Buffers;

namespace RtcCluster.Sip.Messages;

/// <summary>
/// host [ ":" port ]; host = hostname / IPv4address / "[" IPv6address "]". RFC 3261 §25.1.
/// </summary>
internal static class SipHost
{
    // The underscore is no part of a host name, yet Windows domains and Kubernetes services put it there.
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"u8);

    /// <summary>Reads all of <paramref name="text"/>. <paramref name="port"/> is 0 when there is none.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host, out SipHostKind kind, out int port)
    {
        host = default;
        port = 0;
        kind = SipHostKind.None;
        if (text.IsEmpty)
        {
            return false;
        }

        var end = text[0] == (byte)'[' ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':');
        if (end == 0)
        {
            return false;
        }

        host = SipGrammar.TrimEnd(end < 0 ? text : text[..end]);
        kind = KindOf(host);
        if (kind == SipHostKind.None)
        {
            return false;
        }

        return end < 0 || TryReadPort(SipGrammar.TrimStart(text[end..]), out port);
    }

    /// <summary>What a host is, brackets around IPv6; <see cref="SipHostKind.None"/> when it is malformed.</summary>
    internal static SipHostKind KindOf(ReadOnlySpan<byte> host)
    {
        if (host.Length > 2 && host[0] == (byte)'[' && host[^1] == (byte)']')
        {
            return IPv6Text.IsValid(host[1..^1]) ? SipHostKind.IPv6 : SipHostKind.None;
        }

        if (IPv6Text.IsIPv4(host))
        {
            return SipHostKind.IPv4;
        }

        // 255 bytes is the longest domain name (RFC 1035 §2.3.4).
        var named = host.Length is > 0 and <= 255 && host.IndexOfAnyExcept(NameBytes) < 0 && host[0] is not ((byte)'.' or (byte)'-');
        return named && host.IndexOf(".."u8) < 0 ? SipHostKind.Name : SipHostKind.None;
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, out int port)
    {
        port = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != (byte)':' || !SipGrammar.TryReadNumber(SipGrammar.TrimStart(text[1..]), 65_535, out var number) || number == 0)
        {
            return false;
        }

        port = (int)number;
        return true;
    }
}
