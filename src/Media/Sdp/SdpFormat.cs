using System.Globalization;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Sdp;

/// <summary>A payload type with its meaning.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Kind">What it stands for.</param>
public readonly record struct SdpFormat(int PayloadType, PayloadKind Kind)
{
    /// <summary>The formats of a section that we understand, in its order: rtpmap first, then the static table (RFC 3551 §6).</summary>
    public static IReadOnlyList<SdpFormat> Read(SdpMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        var maps = new Dictionary<int, PayloadKind>();
        foreach (var attribute in media.Attributes)
        {
            if (attribute is { Name: "rtpmap", Value: { } value } && TryMap(value, out var payloadType, out var kind))
            {
                maps.TryAdd(payloadType, kind);
            }
        }

        var formats = new List<SdpFormat>();
        var seen = new HashSet<int>();
        foreach (var text in media.Formats)
        {
            if (!TryPayloadType(text, out var payloadType) || !seen.Add(payloadType))
            {
                continue;
            }

            var kind = maps.TryGetValue(payloadType, out var mapped) ? mapped : PayloadKinds.FromStatic(payloadType);
            if (kind != PayloadKind.Unknown)
            {
                formats.Add(new SdpFormat(payloadType, kind));
            }
        }

        return formats;
    }

    /// <summary>Reads <c>PT name/clock[/channels]</c> (RFC 8866 §6.6). A map that is not ours gives Unknown.</summary>
    private static bool TryMap(ReadOnlySpan<char> value, out int payloadType, out PayloadKind kind)
    {
        kind = PayloadKind.Unknown;
        payloadType = 0;
        value = value.Trim(' ');
        var space = value.IndexOf(' ');
        if (space < 0 || !TryPayloadType(value[..space], out payloadType))
        {
            return false;
        }

        var encoding = value[(space + 1)..].Trim(' ');
        var slash = encoding.IndexOf('/');
        if (slash < 0)
        {
            return true;
        }

        var rest = encoding[(slash + 1)..];
        var second = rest.IndexOf('/');
        var clock = second < 0 ? rest : rest[..second];
        var channels = 1;
        if (TryNumber(clock, out var rate) && (second < 0 || TryNumber(rest[(second + 1)..], out channels)))
        {
            kind = PayloadKinds.FromEncoding(encoding[..slash], rate, channels);
        }

        return true;
    }

    /// <summary>0 to 127 without leading zeros: an answer repeats the format as the offer spelled it.</summary>
    private static bool TryPayloadType(ReadOnlySpan<char> text, out int payloadType) =>
        TryNumber(text, out payloadType) && payloadType <= 127 && (text.Length == 1 || text[0] != '0');

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
