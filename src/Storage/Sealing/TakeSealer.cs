using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace RtcCluster.Storage.Sealing;

/// <summary>Seals the chunks of one take in order, and writes its opening and its manifest. One caller at a time.</summary>
/// <remarks>A chunk takes part in the chain once <see cref="Stored"/> says that it is on a disk: one that could not be written leaves a gap and no broken link.</remarks>
public sealed class TakeSealer : IDisposable
{
    /// <summary>The <c>typ</c> of a manifest.</summary>
    public const string ManifestType = "rtc-take+json";

    private readonly TakeOpening _opening;
    private readonly AesGcm _key;
    private readonly byte[] _previous = new byte[SealedChunk.HashLength];
    private readonly byte[] _sealed = new byte[SealedChunk.HashLength];
    private readonly string _openingHash;
    private readonly ImmutableArray<ManifestChunk>.Builder _chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
    private readonly List<(int Number, int Samples, UInt128 Paused)> _pauses = [];
    private readonly List<ManifestGap> _lost = [];
    private SealedChunkFacts _facts;
    private int _bytes;

    /// <summary>Begins a take.</summary>
    /// <param name="keys">Makes its key.</param>
    /// <param name="opening">What is known of it; take and key are chosen here.</param>
    public TakeSealer(IDataKeys keys, TakeOpening opening)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(opening);
        Take = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        var take = SealedName.TakeText(Take);
        var key = keys.Create(TakeOpening.PurposeOf(opening.Recording, take), out var wrapped);
        _key = new AesGcm(key, SealedChunk.TagLength);
        CryptographicOperations.ZeroMemory(key);
        _opening = opening with { Take = take, Key = wrapped };
        Opening = JsonSerializer.SerializeToUtf8Bytes(_opening, SignedDocument.Json);
        SHA256.HashData(Opening.Span, _previous);
        _openingHash = Convert.ToHexStringLower(_previous);
    }

    /// <summary>The take.</summary>
    public ulong Take { get; }

    /// <summary>The file to write before any chunk.</summary>
    public ReadOnlyMemory<byte> Opening { get; }

    /// <summary>Seals a chunk into room of its length and <see cref="SealedChunk.Overhead"/>.</summary>
    /// <param name="facts">What the clear header says; the take is filled in.</param>
    /// <param name="plain">The chunk.</param>
    /// <param name="file">The file to write.</param>
    public void Seal(SealedChunkFacts facts, ReadOnlySpan<byte> plain, Span<byte> file)
    {
        file = file[..(plain.Length + SealedChunk.Overhead)];
        _facts = facts with { Take = Take, PlainLength = plain.Length };
        _bytes = file.Length;
        SealedChunk.Seal(_key, _opening.Recording, _facts, _previous, plain, file);
        SHA256.HashData(file, _sealed);
    }

    /// <summary>The chunk that was sealed last is on a disk. A draft is no link of the chain: the chunk that it belongs to is still to come.</summary>
    public void Stored()
    {
        if (_facts.IsDraft)
        {
            return;
        }

        _sealed.CopyTo(_previous, 0);
        _chunks.Add(new ManifestChunk(_facts.Number, _facts.Codec, _facts.Samples, _bytes, Convert.ToHexStringLower(_sealed)));
        if (_facts.Paused != 0)
        {
            _pauses.Add((_facts.Number, _facts.Samples, _facts.Paused));
        }
    }

    /// <summary>A chunk could not be written anywhere.</summary>
    public void Lost(int number, string why)
    {
        if (_lost.Count > 0 && _lost[^1] is var before && before.Last == number - 1 && before.Why == why)
        {
            _lost[^1] = before with { Last = number };
        }
        else
        {
            _lost.Add(new ManifestGap(number, number, why));
        }
    }

    /// <summary>The manifest of a take that was ended.</summary>
    /// <param name="keys">Signs it.</param>
    /// <param name="end">How it ended.</param>
    public byte[] Close(SigningKeys keys, TakeEnd end = TakeEnd.Closed) => SignedDocument.Sign(
        Manifest(_opening, _openingHash, end, _chunks.ToImmutable(), SealedTime.Pauses(_pauses), [.. _lost]), ManifestType, keys);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal static TakeManifest Manifest(
        TakeOpening opening, string openingHash, TakeEnd end, ImmutableArray<ManifestChunk> chunks, ImmutableArray<ManifestRange> pauses, ImmutableArray<ManifestGap> lost) => new()
    {
        Recording = opening.Recording,
        Call = opening.Call,
        Tenant = opening.Tenant,
        Take = opening.Take,
        Edge = opening.Edge,
        StartedAt = opening.StartedAt,
        EndedAt = chunks.IsEmpty ? opening.StartedAt
            // A page takes as long as it takes; its number is no place in time.
            : chunks[0].Codec == SealedCodec.Page ? opening.StartedAt.AddSeconds(chunks.Sum(static chunk => (long)chunk.Samples) / (double)SealedTime.SampleRate)
            : SealedTime.EndOf(opening.StartedAt, opening.FirstChunk, chunks[^1].Number, chunks[^1].Samples),
        End = end,
        FirstChunk = opening.FirstChunk,
        KeyId = opening.Key.Id,
        OpeningSha256 = openingHash,
        Notices = opening.Notices,
        Chunks = chunks,
        Pauses = pauses,
        Lost = lost,
    };
}
