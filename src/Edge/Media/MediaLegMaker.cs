using System.Security.Cryptography;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Configuration;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Edge.Media;

/// <summary>Gives a leg what it needs of the shard: a pair of ports for a telephone, a place at the shared port for a browser. On the shard's thread.</summary>
internal static class MediaLegMaker
{
    /// <summary>Makes the leg; null when there is no room.</summary>
    public static MediaLegSocket? Make(MediaShard shard, MediaResources resources, MediaCall call, OpenMedia command, LegSlot slot, byte[]? offer)
    {
        var isBrowser = offer is null ? command.WebRtc : WebRtcOffer.Is(offer, resources.Options.Sdp);
        return isBrowser ? MakeBrowser(shard, call, command.Leg, slot, isOffered: offer is null) : MakePhone(shard, resources, call, command, slot);
    }

    /// <summary>What the call's machine has to know of it.</summary>
    public static MediaLegOptions Options(MediaResources resources, MediaLegSocket leg, OpenMedia command, MediaEndpoint signallingSource)
    {
        var port = leg.Browser?.Port.Number ?? (ushort)leg.Pair!.RtpPort;
        return new MediaLegOptions
        {
            Rtp = MediaEndpoint.FromAddress(resources.PublicAddress, port),
            RtcpPort = (ushort)(port + 1),
            SignallingSource = signallingSource,
            Codecs = Codecs(resources, leg, command.Recorded),
            AvoidsG722 = leg.Browser is not null || command.Recorded,
            PrefersOpus = resources.Opus == OpusUse.Always,
            LatchAnyWhenPrivate = resources.LatchAnySource,
            Sdes = leg.Browser is null ? Sdes(command) : null,
            WebRtc = leg.Browser is not { } browser ? null : new WebRtcLegOptions
            {
                Fingerprint = browser.Identity.Fingerprint,
                TakesVideo = resources.Video,
                TcpPort = browser.Port.Tcp?.Number ?? 0,
                NewCredentials = static () => IceCredentials.FromRandom(RandomNumberGenerator.GetBytes(IceCredentials.RandomLength)),
            },
        };
    }

    /// <summary>Keys that everybody could read on the way are none: where SRTP is required of such a leg, no suite is left and its offer is refused.</summary>
    private static SdesLegOptions? Sdes(OpenMedia command) => command switch
    {
        { Encrypted: true } => new SdesLegOptions { NewSecret = RandomNumberGenerator.GetBytes, IsRequired = command.RequireSrtp },
        { RequireSrtp: true } => new SdesLegOptions { NewSecret = RandomNumberGenerator.GetBytes, IsRequired = true, Profiles = [] },
        _ => null,
    };

    /// <summary>Without a library that decodes it Opus stays away: it could reach no telephone that joins the call later.</summary>
    private static IReadOnlyList<PayloadKind> Codecs(MediaResources resources, MediaLegSocket leg, bool recorded) =>
        leg.Browser is not null && resources.Opus != OpusUse.Never && resources.Options.TranscodesOpus ? MediaResources.BrowserCodecs
        : leg.Browser is not null || recorded ? MediaResources.RecordableCodecs
        : MediaResources.AllCodecs;

    private static MediaLegSocket? MakePhone(MediaShard shard, MediaResources resources, MediaCall call, OpenMedia command, LegSlot slot)
    {
        if (!resources.Ports.TryOpen(out var pair))
        {
            return null;
        }

        var made = MediaLegSocket.OfPhone(shard, call, command.Leg, slot, pair!, takesImage: !command.RequireSrtp);
        shard.Watch(made.Rtp!);
        shard.Watch(made.Rtcp!);
        return made;
    }

    private static MediaLegSocket? MakeBrowser(MediaShard shard, MediaCall call, LegId leg, LegSlot slot, bool isOffered)
    {
        if (shard.WebRtc is not { IsFull: false } port)
        {
            return null;
        }

        var identities = port.Handshakes.Identities;
        return MediaLegSocket.OfBrowser(shard, call, leg, slot, port, isOffered ? identities.Take() : identities.Own);
    }
}
