using System.Globalization;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;

namespace RtcCluster.Media.Sdp;

/// <summary>Where an audio section wants its RTP and RTCP, and whether media may go there (threat T15).</summary>
internal static class RemoteAddress
{
    /// <summary>False when the address is missing, is a name, or is one that media is never sent to.</summary>
    public static bool TryRead(
        SdpSession session, SdpMedia media, bool mux, MediaLegOptions own, out MediaEndpoint rtp, out MediaEndpoint rtcp)
    {
        rtcp = default;
        rtp = default;
        if ((media.Connection ?? session.Connection) is not { } connection || !MediaEndpoint.TryParse(connection.Address, (ushort)media.Port, out rtp)
            || !IsAllowed(rtp, own))
        {
            return false;
        }

        rtcp = mux ? rtp : rtp.WithPort((ushort)Math.Min(media.Port + 1, ushort.MaxValue));
        if (!mux && media.Attribute("rtcp") is { } attribute)
        {
            TryRtcp(attribute, own, rtp, ref rtcp);
        }

        return true;
    }

    /// <summary>Whether media may go to an address; to none at all (0.0.0.0) it may.</summary>
    public static bool IsAllowed(in MediaEndpoint remote, MediaLegOptions own)
    {
        if (remote.IsUnspecified)
        {
            return true;
        }

        // Our own port would be an endless loop; another family has no way; loopback is for phones on this machine only,
        // else a description could aim our packets at its local services.
        return !remote.IsMulticastOrBroadcast && remote.IsIPv4 == own.Rtp.IsIPv4
            && !(remote.SameAddress(own.Rtp) && (remote.Port == own.Rtp.Port || remote.Port == own.RtcpPort))
            && (!remote.IsLoopback || own.Rtp.IsLoopback || own.SignallingSource.IsLoopback);
    }

    /// <summary><c>a=rtcp:port [IN IP4 address]</c>, RFC 3605 §2.1. What cannot be read leaves the default, port plus one.</summary>
    private static void TryRtcp(string value, MediaLegOptions own, in MediaEndpoint rtp, ref MediaEndpoint rtcp)
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
        else if (MediaEndpoint.TryParse(fields[3], port, out var other) && IsAllowed(other, own))
        {
            rtcp = other;
        }
    }
}
