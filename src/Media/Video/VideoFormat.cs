using System.Globalization;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Video;

/// <summary>A codec of a browser's video, as its offer names it. It is passed on and never decoded.</summary>
/// <param name="PayloadType">Its number in that browser's descriptions.</param>
/// <param name="Encoding">Name and clock as the rtpmap says them: <c>VP8/90000</c>.</param>
/// <param name="Parameters">The fmtp line without its number: what this browser can decode; null when there is none.</param>
/// <param name="Repair">The payload type of its retransmissions (RFC 4588); -1 for none.</param>
/// <param name="Feedback">What it wants to be told of, of what we pass on: <c>nack</c>, <c>nack pli</c>, <c>ccm fir</c>, <c>goog-remb</c>.</param>
public sealed record VideoFormat(int PayloadType, string Encoding, string? Parameters, int Repair, IReadOnlyList<string> Feedback)
{
    private const string RepairEncoding = "rtx/90000";

    private static readonly string[] Relayed = ["nack", "nack pli", "ccm fir", "goog-remb"];

    /// <summary>What another browser's format must be equal in, so that one decodes what the other sends.</summary>
    public string Key { get; } = KeyOf(Encoding, Parameters);

    /// <summary>The formats of a section that can be passed on, in its order: no redundancy and no forward correction, whose payloads name payload types.</summary>
    public static IReadOnlyList<VideoFormat> Read(SdpMedia media)
    {
        ArgumentNullException.ThrowIfNull(media);
        var encodings = Lines(media, "rtpmap");
        var parameters = Lines(media, "fmtp");
        var repairs = new Dictionary<string, int>();
        foreach (var format in media.Formats)
        {
            if (IsRepair(encodings.GetValueOrDefault(format)) && Parameter(parameters.GetValueOrDefault(format), "apt") is { } repaired && TryNumber(format, out var number))
            {
                repairs.TryAdd(repaired, number);
            }
        }

        var formats = new List<VideoFormat>();
        foreach (var format in media.Formats)
        {
            if (!TryNumber(format, out var number) || !encodings.TryGetValue(format, out var encoding) || !IsVideo(encoding))
            {
                continue;
            }

            var read = new VideoFormat(number, encoding, parameters.GetValueOrDefault(format), repairs.GetValueOrDefault(format, -1), FeedbackOf(media, format));
            if (!formats.Exists(known => known.Key == read.Key || known.PayloadType == number))
            {
                formats.Add(read);
            }
        }

        return formats;
    }

    private static Dictionary<string, string> Lines(SdpMedia media, string name)
    {
        var lines = new Dictionary<string, string>();
        foreach (var attribute in media.Attributes)
        {
            if (attribute.Name == name && attribute.Value?.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
            {
                lines.TryAdd(attribute.Value[..space], attribute.Value[(space + 1)..].Trim());
            }
        }

        return lines;
    }

    private static List<string> FeedbackOf(SdpMedia media, string format)
    {
        var wanted = new List<string>();
        foreach (var attribute in media.Attributes)
        {
            if (attribute is { Name: "rtcp-fb", Value: { } value } && (value.StartsWith(format + " ", StringComparison.Ordinal) || value.StartsWith("* ", StringComparison.Ordinal)))
            {
                var kind = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim();
                if (Relayed.Contains(kind) && !wanted.Contains(kind))
                {
                    wanted.Add(kind);
                }
            }
        }

        return wanted;
    }

    /// <summary>RFC 9628 §6.2 for VP9, RFC 6184 §8.2.2 for H.264 (its level may differ), the AV1 payload format §7.2.</summary>
    private static string KeyOf(string encoding, string? parameters)
    {
        var name = encoding.ToUpperInvariant();
        return name switch
        {
            "VP9/90000" => $"{name} {Parameter(parameters, "profile-id") ?? "0"}",
            "AV1/90000" => $"{name} {Parameter(parameters, "profile") ?? "0"}",
            "H264/90000" => $"{name} {Parameter(parameters, "packetization-mode") ?? "0"} {Profile(Parameter(parameters, "profile-level-id"))}",
            _ => name,
        };
    }

    /// <summary>Profile and constraints without the level; Baseline when nothing is said (RFC 6184 §8.1).</summary>
    private static string Profile(string? id) => id is { Length: 6 } ? id[..4].ToUpperInvariant() : "4200";

    private static bool IsVideo(string encoding) => encoding.ToUpperInvariant() is "VP8/90000" or "VP9/90000" or "H264/90000" or "AV1/90000";

    private static bool IsRepair(string? encoding) => string.Equals(encoding, RepairEncoding, StringComparison.OrdinalIgnoreCase);

    private static string? Parameter(string? parameters, string name)
    {
        foreach (var part in parameters?.Split(';', StringSplitOptions.TrimEntries) ?? [])
        {
            if (part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 127;
}
