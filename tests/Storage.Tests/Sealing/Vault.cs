using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests.Sealing;

/// <summary>A store of files with keys, and takes in it that nobody recorded.</summary>
internal sealed class Vault : IAsyncDisposable
{
    public const string Recording = "demo/c1-1";
    public const string Prefix = "recordings/demo/2026/11/27/c1-1/";
    public static readonly DateTimeOffset Start = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = TempFolder.Create("vault");
    private readonly ServiceProvider _services;

    public Vault(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    /// <summary>Another process on the same files.</summary>
    public Vault(Vault? beside, params (string Key, string Value)[] settings)
    {
        Path = beside?.Path ?? _folder.At("data");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        _services = new ServiceCollection().AddRtcStorage(configuration, Path).BuildServiceProvider();
    }

    public string Path { get; }

    public IBlobStore Blobs => _services.GetRequiredService<IBlobStore>();

    public IDataKeys Keys => _services.GetRequiredService<IDataKeys>();

    public SigningKeys Signing => _services.GetRequiredService<SigningKeys>();

    public TakeSalvage Salvage => _services.GetRequiredService<TakeSalvage>();

    public string Folder => System.IO.Path.Combine(Path, "blobs", Prefix);

    public async Task<RecordingVerdict> VerifyAsync(bool isOver = true, bool isWhole = false) =>
        await _services.GetRequiredService<RecordingVerifier>().VerifyAsync(Prefix, Recording, isOver, isWhole, TestContext.Current.CancellationToken);

    /// <summary>Stores a take of chunks with sound that only its number tells.</summary>
    /// <param name="first">Number of its first chunk.</param>
    /// <param name="count">How many.</param>
    /// <param name="close">Whether its edge lives to write the manifest.</param>
    /// <param name="lost">A chunk that has no room.</param>
    /// <param name="draft">Whether the first half of a further chunk is there.</param>
    /// <param name="notices">What parties were told before.</param>
    public async Task<ulong> RecordAsync(int first, int count, bool close = true, int? lost = null, bool draft = false, params TakeNotice[] notices)
    {
        var ct = TestContext.Current.CancellationToken;
        using var take = new TakeSealer(Keys, new TakeOpening
        {
            Recording = Recording, Call = "demo/c1", Tenant = "demo", Take = "", Edge = "edge-1", StartedAt = Start.AddSeconds(2 * first), FirstChunk = first, Notices = [.. notices], Key = new WrappedKey("", ""),
        });
        await Blobs.WriteAsync(Prefix + SealedName.OfOpening(take.Take), take.Opening, ct);
        for (var number = first; number < first + count + (draft ? 1 : 0); number++)
        {
            var facts = new SealedChunkFacts
            {
                Number = number,
                IsDraft = number == first + count,
                Codec = SealedCodec.G711,
                Samples = number == first + count ? 8_000 : 16_000,
                // The last second of chunk 1 and the first of chunk 2.
                Paused = number switch { 1 => ((UInt128.One << 50) - 1) << 50, 2 => (UInt128.One << 50) - 1, _ => 0 },
            };
            var plain = Plain(number);
            var file = new byte[plain.Length + SealedChunk.Overhead];
            take.Seal(facts, plain, file);
            if (number == lost)
            {
                take.Lost(number, "no room");
                continue;
            }

            await Blobs.WriteAsync(Prefix + SealedName.OfChunk(facts with { Take = take.Take }), file, ct);
            take.Stored();
        }

        if (close)
        {
            await Blobs.WriteAsync(Prefix + SealedName.OfManifest(take.Take), take.Close(Signing), ct);
        }

        return take.Take;
    }

    public static byte[] Plain(int number) => [.. Enumerable.Range(0, 200).Select(i => (byte)(i + number))];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
