using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Prompts;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Edge.Tests.Prompts;

/// <summary>A telephone on real sockets in a call of a real shard, with a blob store on files and a voice.</summary>
internal sealed class PromptedPhone : IAsyncDisposable
{
    /// <summary>What a leg hears after a prompt in these tests: the ringing tone of 425 Hz, a second on and four off.</summary>
    public const double Afterwards = 425;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = TempFolder.Create("prompts");
    private readonly ServiceProvider _storage;

    private PromptedPhone(SpeechOptions? speech, ILogger<SpeechVoice>? voiceLog)
    {
        _storage = new ServiceCollection().AddRtcStorage(new ConfigurationBuilder().Build(), _folder.Path).BuildServiceProvider();
        Host = new ShardUnderTest(blobs: Blobs, speech: speech ?? new SpeechOptions { Patience = Patience }, voiceLog: voiceLog);
    }

    public ShardUnderTest Host { get; }

    public RtpPort Phone { get; } = new();

    public MediaCall Call { get; private set; } = null!;

    /// <summary>Where the telephone speaks to.</summary>
    public IPEndPoint Port { get; private set; } = null!;

    public IBlobStore Blobs => _storage.GetRequiredService<IBlobStore>();

    /// <summary>The ends of prompts that were reported, in order.</summary>
    public IReadOnlyList<PromptEnded> Ends => [.. Host.Reported.OfType<PromptEnded>()];

    public static async Task<PromptedPhone> StartAsync(SpeechOptions? speech = null, ILogger<SpeechVoice>? voiceLog = null)
    {
        var started = new PromptedPhone(speech, voiceLog);
        started.Call = await started.Host.NewCallAsync();
        started.Port = await started.OpenAsync(LegId.First, started.Phone);
        return started;
    }

    /// <summary>Gives a leg its media; answers where its telephone is to speak to.</summary>
    public Task<IPEndPoint> OpenAsync(LegId leg, RtpPort phone, string direction = "sendrecv") => Host.DoAsync(() =>
    {
        Call.Open(new OpenMedia(leg, SdpText.Audio(phone.Local, direction), null, true, false), default);
        return SdpText.AudioOf(Call.Describe(leg)!);
    });

    /// <summary>The first leg hears a prompt, then <see cref="Afterwards"/>.</summary>
    public Task PlayAsync(int number, bool isInterruptible, params ImmutableArray<PromptPiece> pieces) =>
        Host.DoAsync(() => Call.Prompts.Play(new PlayPrompt(LegId.First, number, pieces, MediaSource.Ringback, isInterruptible)));

    /// <summary>Waits until so many prompts have ended; gives how.</summary>
    public async Task<IReadOnlyList<(int Number, PromptEnd How)>> EndsAsync(int count) =>
        [.. (await Eventually.GetAsync($"{count} ends of prompts", Patience, () => Task.FromResult(Ends), ends => ends.Count >= count)).Select(static e => (e.Number, e.How))];

    /// <summary>Waits until the telephone has heard a tone for so long.</summary>
    public Task HearsAsync(double tone, TimeSpan time) =>
        Eventually.GetAsync($"{time.TotalSeconds} s of {tone} Hz", Patience, () => Task.FromResult(Phone.Heard()), heard => heard.Heard(tone) >= time);

    /// <summary>Seconds in which the telephone heard something loud that is no single tone: somebody speaks.</summary>
    public double SecondsOfSpeech() =>
        Ear.Timeline(Phone.HeardSamples(), 8_000, TimeSpan.FromMilliseconds(100)).Count(static window => window.Rms > 300 && !window.Is(Afterwards)) / 10.0;

    /// <summary>Stores a tone as a WAV file.</summary>
    public async Task StoreToneAsync(string blob, double frequency, int rate)
    {
        var file = _folder.At("tone.wav");
        WavFile.WriteMono(file, rate, Tone.Samples(frequency, rate, rate));
        await Blobs.WriteAsync(blob, await File.ReadAllBytesAsync(file));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DoAsync(Call.CloseAll);
        await Host.DisposeAsync();
        await Phone.DisposeAsync();
        await _storage.DisposeAsync();
        _folder.Dispose();
    }
}
