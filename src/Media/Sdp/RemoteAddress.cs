using System.Globalization;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Sdp;

/// <summary>Where an audio section wants its RTP and RTCP.</summary>
internal static class RemoteAddress
{
    /// <summary>False when the address is missing, is a name, or is one that media is never sent to.</summary>
    public static bool TryRead(SdpSession session, SdpMedia media, bool mux, out MediaEndpoint rtp, out MediaEndpoint rtcp)
    {
        rtcp = default;
        if (!TryAddress(media.Connection ?? session.Connection, (ushort)media.Port, out rtp))
        {
            return false;
        }

        rtcp = mux ? rtp : rtp.WithPort((ushort)Math.Min(media.Port + 1, ushort.MaxValue));
        if (!mux && media.Attribute("rtcp") is { } attribute)
        {
            TryRtcp(attribute, rtp, ref rtcp);
        }

        return true;
    }

    private static bool TryAddress(SdpConnection? connection, ushort port, out MediaEndpoint endpoint)
    {
        endpoint = default;
        return connection is not null && MediaEndpoint.TryParse(connection.Address, port, out endpoint) && !endpoint.IsMulticastOrBroadcast;
    }

    /// <summary><c>a=rtcp:port [IN IP4 address]</c>, RFC 3605 §2.1. What cannot be read leaves the default, port plus one.</summary>
    private static void TryRtcp(string value, in MediaEndpoint rtp, ref MediaEndpoint rtcp)
    {
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (1 or 4) || !ushort.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return;
        }

        if (fields.Length == 1)
        {
            rtcp = rtp.WithPort(port);
        }
        else if (MediaEndpoint.TryParse(fields[3], port, out var other) && !other.IsMulticastOrBroadcast)
        {
            rtcp = other;
        }
    }
}
