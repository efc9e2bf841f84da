using System.Globalization;

namespace RtcCluster.Storage.Sealing;

/// <summary>How the files of a recording are called below its prefix, so that a listing alone tells takes, chunks and codecs, and comes in the order of time.</summary>
/// <remarks>
/// <code>
/// 00000003-0123456789abcdef         chunk 3 of a take, G.711 or silence; .opus and .mixed where there is Opus
/// 00000003-0123456789abcdef.page    page 3 of a fax, from 0
/// 00000003-0123456789abcdef.draft   the first part of chunk 3, whose edge did not live to close it
/// 0123456789abcdef.take             what the take began with: its wrapped key among it
/// 0123456789abcdef.manifest         what it consists of, signed
/// </code>
/// Chunks of before were plain and had no take: <c>00000003</c>.
/// </remarks>
public readonly record struct SealedName
{
    private const string OpusEnding = ".opus";
    private const string MixedEnding = ".mixed";
    private const string PageEnding = ".page";
    private const string DraftEnding = ".draft";
    private const string OpeningEnding = ".take";
    private const string ManifestEnding = ".manifest";
    private const int TakeDigits = 16;
    private const int NumberDigits = 8;

    /// <summary>What the file is.</summary>
    public SealedFile Kind { get; init; }

    /// <summary>The take; 0 of a plain chunk.</summary>
    public ulong Take { get; init; }

    /// <summary>The chunk's number; 0 of what is no chunk.</summary>
    public int Number { get; init; }

    /// <summary>Whether the chunk's edge did not live to close it.</summary>
    public bool IsDraft { get; init; }

    /// <summary>What the chunk holds; a name does not tell silence, its length does.</summary>
    public SealedCodec Codec { get; init; }

    /// <summary>How a take is written in names and documents.</summary>
    public static string TakeText(ulong take) => take.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The name of a chunk.</summary>
    public static string OfChunk(in SealedChunkFacts facts) => string.Create(CultureInfo.InvariantCulture, $"{facts.Number:D8}-{facts.Take:x16}") + facts.Codec switch
    {
        SealedCodec.Opus => OpusEnding,
        SealedCodec.Mixed => MixedEnding,
        SealedCodec.Page => PageEnding,
        _ => "",
    } + (facts.IsDraft ? DraftEnding : "");

    /// <summary>The name of a take's opening.</summary>
    public static string OfOpening(ulong take) => TakeText(take) + OpeningEnding;

    /// <summary>The name of a take's manifest.</summary>
    public static string OfManifest(ulong take) => TakeText(take) + ManifestEnding;

    /// <summary>Reads a path.</summary>
    public static SealedName Read(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (TryCut(ref name, OpeningEnding))
        {
            return OfTake(name, SealedFile.Opening);
        }

        if (TryCut(ref name, ManifestEnding))
        {
            return OfTake(name, SealedFile.Manifest);
        }

        var isDraft = TryCut(ref name, DraftEnding);
        var codec = TryCut(ref name, OpusEnding) ? SealedCodec.Opus : TryCut(ref name, MixedEnding) ? SealedCodec.Mixed : TryCut(ref name, PageEnding) ? SealedCodec.Page : SealedCodec.G711;
        if (name.Length < NumberDigits || !int.TryParse(name[..NumberDigits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return default;
        }

        if (name.Length == NumberDigits)
        {
            return isDraft ? default : new SealedName { Kind = SealedFile.PlainChunk, Number = number, Codec = codec };
        }

        return name[NumberDigits] == '-' && TryTake(name[(NumberDigits + 1)..], out var take)
            ? new SealedName { Kind = SealedFile.Chunk, Take = take, Number = number, IsDraft = isDraft, Codec = codec }
            : default;
    }

    private static SealedName OfTake(ReadOnlySpan<char> name, SealedFile kind) => TryTake(name, out var take) ? new SealedName { Kind = kind, Take = take } : default;

    private static bool TryCut(ref ReadOnlySpan<char> name, string ending)
    {
        var found = name.EndsWith(ending, StringComparison.Ordinal);
        name = found ? name[..^ending.Length] : name;
        return found;
    }

    private static bool TryTake(ReadOnlySpan<char> text, out ulong take)
    {
        take = 0;
        return text.Length == TakeDigits && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out take) && !text.ContainsAnyInRange('A', 'F');
    }
}
