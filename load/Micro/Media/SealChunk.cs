using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Load.Micro.Media;

/// <summary>A chunk of 2 s of G.711 on both channels, between the media thread and the disk.</summary>
[MemoryDiagnoser]
public class SealChunk : IDisposable
{
    private const int Length = 100 + (2 * 16_000);

    private readonly TakeSealer _take = new(new OneKey(), new TakeOpening
    {
        Recording = "demo/c1-1", Call = "demo/c1", Tenant = "demo", Take = "", Edge = "edge-1", StartedAt = DateTimeOffset.UnixEpoch, Key = new WrappedKey("", ""),
    });

    private readonly AesGcm _key = new(new byte[32], SealedChunk.TagLength);
    private readonly byte[] _plain = new byte[Length];
    private readonly byte[] _file = new byte[Length + SealedChunk.Overhead];
    private readonly byte[] _sealed = new byte[Length + SealedChunk.Overhead];
    private readonly SealedChunkFacts _facts = new() { Number = 3, Codec = SealedCodec.G711, Samples = 16_000 };

    /// <summary>Seals the chunk that is opened.</summary>
    public SealChunk() => SealedChunk.Seal(_key, "demo/c1-1", _facts, new byte[SealedChunk.HashLength], _plain, _sealed);

    /// <summary>Gives the keys back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _take.Dispose();
        _key.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Encrypts it and hashes the file, for the chain.</summary>
    [Benchmark]
    public int Seal()
    {
        _take.Seal(_facts, _plain, _file);
        return _file.Length;
    }

    /// <summary>What a reader does.</summary>
    [Benchmark]
    public int Open() => SealedChunk.TryOpen(_key, "demo/c1-1", _sealed, _plain) ? _plain.Length : 0;

    private sealed class OneKey : IDataKeys
    {
        public string CurrentId => "one";

        public byte[] Create(string purpose, out WrappedKey wrapped)
        {
            wrapped = new WrappedKey(CurrentId, "");
            return new byte[32];
        }

        public bool TryOpen(WrappedKey wrapped, string purpose, [NotNullWhen(true)] out byte[]? key)
        {
            key = new byte[32];
            return true;
        }
    }
}
