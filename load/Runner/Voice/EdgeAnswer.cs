using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>What of an edge's answer a browser needs.</summary>
/// <param name="Credentials">For our checks.</param>
/// <param name="Fingerprints">Of its certificate.</param>
/// <param name="Address">Its port.</param>
internal sealed record EdgeAnswer(IceCredentials Credentials, DtlsFingerprints Fingerprints, MediaEndpoint Address)
{
    /// <summary>Reads an answer to <see cref="BrowserOffer"/>.</summary>
    /// <exception cref="InvalidDataException">It is none, or not with this codec.</exception>
    public static EdgeAnswer Read(string sdp, VoiceCodec codec)
    {
        if (SdpSession.TryRead(Encoding.UTF8.GetBytes(sdp), SdpLimits.Default, out var session) != SdpStatus.Ok || session!.Media is not [{ Port: > 0 } audio]
            || IceDescription.TryRead(session.Attributes, audio.Attributes, out var ice) != IceDescriptionStatus.Ok
            || !DtlsFingerprints.TryRead(session.Attributes.Concat(audio.Attributes).Where(static a => a.Name == "fingerprint").Select(static a => a.Value ?? ""), out var fingerprints)
            || ice!.Candidates.FirstOrDefault(static c => c is { TcpType: IceTcpType.None, Component: 1, Kind: IceCandidateKind.Host }) is not { } candidate)
        {
            throw new InvalidDataException("The edge's answer is none to a browser.");
        }

        var wanted = codec.PayloadType().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return audio.Formats.FirstOrDefault() == wanted
            ? new EdgeAnswer(ice.Credentials, fingerprints!, candidate.Address)
            : throw new InvalidDataException($"The edge answers with format {audio.Formats.FirstOrDefault()}, not with {codec} ({wanted}); see Media:Opus.");
    }
}
