using RtcCluster.Media.Calls;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Sdp;

/// <summary>The a=crypto lines of a telephone's leg (RFC 4568): which key each side protects with what it sends.</summary>
/// <remarks>
/// We offer RTP/AVP with keys beside it (RFC 8643): who knows SRTP takes one, who does not answers as ever. Who offers RTP/SAVP gets SRTP or nothing. Where SRTP is
/// required of a leg we offer RTP/SAVP, and take no answer and no offer without a key.
/// </remarks>
internal sealed class CryptoSection(SdesLegOptions options)
{
    /// <summary>A peer has a line for each suite, twice when it knows tags of two lengths; more are somebody who tries us out.</summary>
    private const int MaxLines = 16;

    private readonly List<SdesCrypto> _offered = [];
    private SdesCrypto? _theirs;
    private SdesCrypto? _ours;

    /// <summary>What our first offer says.</summary>
    public string Protocol => options.IsRequired ? "RTP/SAVP" : "RTP/AVP";

    /// <summary>What was agreed on last; null for plain RTP.</summary>
    public SrtpKeys? Keys { get; private set; }

    /// <summary>Whether a section can be nothing but SRTP.</summary>
    public static bool IsRequired(SdpMedia media) => media.Protocol is "RTP/SAVP" or "RTP/SAVPF";

    /// <summary>Our lines for an offer; the same in each, so that keys that are in use stay.</summary>
    public void Offer(ICollection<SdpAttribute> attributes)
    {
        if (_offered.Count == 0)
        {
            // A key of ours that an answer gave away goes on under its own tag.
            _offered.AddRange(_ours is { } ours ? [ours] : options.Profiles.Select((profile, i) => SdesCrypto.Offer(i + 1, profile, Secret(profile))));
        }

        foreach (var line in _offered)
        {
            attributes.Add(new SdpAttribute("crypto", line.WriteValue()));
        }
    }

    /// <summary>Reads the answer to our lines; false when it holds a line that answers none of them.</summary>
    public bool TryAccept(SdpMedia answer)
    {
        SrtpKeys? keys = null;
        if (answer.Attribute("crypto") is { } value && !SdesCrypto.TryAccept(value, _offered, out keys))
        {
            return false;
        }

        if (keys is null && (options.IsRequired || IsRequired(answer)))
        {
            return false;
        }

        (_ours, Keys) = (_offered.Find(line => ReferenceEquals(line.Key, keys?.Send)), keys);
        return true;
    }

    /// <summary>Reads an offer's lines; false when it must be SRTP and has none that we have.</summary>
    public bool TryChoose(SdpMedia offer, out SdesCrypto? chosen)
    {
        var values = offer.Attributes.Where(static a => a.Name == "crypto").Select(static a => a.Value ?? string.Empty).Take(MaxLines);
        return SdesCrypto.TryChoose(values, [.. options.Profiles], out chosen) || !(options.IsRequired || IsRequired(offer));
    }

    /// <summary>Takes an offer's line, or plain RTP when it is null. A key of ours goes on when the suite does.</summary>
    public void Follow(SdesCrypto? chosen)
    {
        var keeps = chosen is not null && _ours is { } before && before.Profile == chosen.Profile && before.Tag == chosen.Tag;
        _theirs = chosen;
        _ours = keeps ? _ours : chosen?.Answer(Secret(chosen.Profile));
        _offered.Clear();
        Keys = _ours is { } ours ? new SrtpKeys(ours.Key, chosen!.Key) : null;
    }

    /// <summary>Our line for the answer to the offer that was followed; none for plain RTP.</summary>
    public void Answer(ICollection<SdpAttribute> attributes)
    {
        if (_theirs is not null && _ours is { } ours)
        {
            attributes.Add(new SdpAttribute("crypto", ours.WriteValue()));
        }
    }

    private byte[] Secret(SrtpProfile profile) => options.NewSecret(SdesCrypto.SecretLength(profile));
}
