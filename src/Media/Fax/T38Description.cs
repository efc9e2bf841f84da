using System.Globalization;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Fax;

/// <summary>Descriptions of fax over UDPTL (ITU-T T.38 annex D, RFC 7345 §2 has the same attributes): offers, answers, and what the other party's says.</summary>
public static class T38Description
{
    private const string Image = "image";
    private const string Protocol = "udptl";

    /// <summary>Where the party wants UDPTL; false when the description has no fax that it wants. Whether it may go there is the leg's to say (<see cref="Calls.CallMedia.ImageDestination"/>).</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, SdpLimits limits, out MediaEndpoint remote)
    {
        remote = default;
        return SdpSession.TryRead(text, limits, out var session) == SdpStatus.Ok && session is not null
            && session.Media.FirstOrDefault(IsFax) is { } fax
            && (fax.Connection ?? session.Connection) is { } connection
            && MediaEndpoint.TryParse(connection.Address, (ushort)fax.Port, out remote)
            && !remote.IsUnspecified;
    }

    /// <summary>Our offer, in place of what was agreed before.</summary>
    /// <param name="before">Our last description, whose session it goes on with.</param>
    /// <param name="limits">Bounds of reading it.</param>
    /// <param name="local">Where we take UDPTL.</param>
    public static byte[] Offer(ReadOnlySpan<byte> before, SdpLimits limits, in MediaEndpoint local)
    {
        var session = Session(before, limits, local);
        session.Media.Add(Fax(local));
        return session.ToBytes();
    }

    /// <summary>Our answer to an offer that <see cref="TryRead"/> takes: the first fax is taken, everything else refused (RFC 3264 §6).</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="before">Our last description.</param>
    /// <param name="limits">Bounds of reading them.</param>
    /// <param name="local">Where we take UDPTL.</param>
    public static byte[] Answer(ReadOnlySpan<byte> offer, ReadOnlySpan<byte> before, SdpLimits limits, in MediaEndpoint local)
    {
        var session = Session(before, limits, local);
        if (SdpSession.TryRead(offer, limits, out var theirs) == SdpStatus.Ok && theirs is not null)
        {
            var isTaken = false;
            foreach (var media in theirs.Media)
            {
                if (!isTaken && IsFax(media))
                {
                    isTaken = true;
                    session.Media.Add(Fax(local));
                    continue;
                }

                var refused = new SdpMedia { Kind = media.Kind, Port = 0, Protocol = media.Protocol };
                foreach (var format in media.Formats)
                {
                    refused.Formats.Add(format);
                }

                session.Media.Add(refused);
            }
        }

        return session.ToBytes();
    }

    private static bool IsFax(SdpMedia media) =>
        media.Port > 0 && media.Kind == Image && media.Protocol.Equals(Protocol, StringComparison.OrdinalIgnoreCase) && media.Formats.Any(static format => format.Equals("t38", StringComparison.OrdinalIgnoreCase));

    private static SdpSession Session(ReadOnlySpan<byte> before, SdpLimits limits, in MediaEndpoint local)
    {
        var kind = local.IsIPv4 ? "IP4" : "IP6";
        var origin = SdpSession.TryRead(before, limits, out var known) == SdpStatus.Ok && known is not null
            ? known.Origin with { Version = (long.TryParse(known.Origin.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version + 1 : 1).ToString(CultureInfo.InvariantCulture) }
            : new SdpOrigin("-", "1", "1", kind, local.AddressText);
        var session = new SdpSession { Origin = origin, Connection = new SdpConnection(kind, local.AddressText) };
        session.Lines.Add(new SdpLine('t', "0 0"));
        return session;
    }

    private static SdpMedia Fax(in MediaEndpoint local)
    {
        var media = new SdpMedia { Kind = Image, Port = local.Port, Protocol = Protocol };
        media.Formats.Add("t38");
        media.Attributes.Add(new SdpAttribute("T38FaxVersion", "0"));
        media.Attributes.Add(new SdpAttribute("T38MaxBitRate", "14400"));
        media.Attributes.Add(new SdpAttribute("T38FaxRateManagement", "transferredTCF"));
        media.Attributes.Add(new SdpAttribute("T38FaxMaxBuffer", "2000"));
        media.Attributes.Add(new SdpAttribute("T38FaxMaxDatagram", UdptlSender.MostBytes.ToString(CultureInfo.InvariantCulture)));
        media.Attributes.Add(new SdpAttribute("T38FaxUdpEC", "t38UDPRedundancy"));
        return media;
    }
}
