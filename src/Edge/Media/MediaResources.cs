using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Tracing;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Prompts;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Tones;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>What the media of all calls of this edge share.</summary>
internal sealed class MediaResources
{
    /// <summary>Codecs of telephones in a call that is recorded: G.722, which is decoded for it, where a telephone has nothing else.</summary>
    public static readonly IReadOnlyList<PayloadKind> RecordableCodecs = [PayloadKind.Pcmu, PayloadKind.Pcma, PayloadKind.G722];

    /// <summary>Codecs of telephones that can be passed on.</summary>
    public static readonly IReadOnlyList<PayloadKind> AllCodecs = [PayloadKind.G722, PayloadKind.Pcmu, PayloadKind.Pcma];

    /// <summary>Codecs of browsers. What is said in Opus is passed on, recorded as it is, and decoded for whoever has none.</summary>
    public static readonly IReadOnlyList<PayloadKind> BrowserCodecs = [PayloadKind.Opus, PayloadKind.Pcmu, PayloadKind.Pcma];

    // Less than a call waits for it (Calls:RecordingTimeout): what the edge knows of the length reaches the call, and what is stored later the recording's grain.
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromSeconds(20);

    private int _closing;

    /// <summary>Bounds and timeouts of the machines.</summary>
    public required CallMediaOptions Options { get; init; }

    /// <summary>The ports.</summary>
    public required RtpPortPool Ports { get; init; }

    /// <summary>Where browsers speak Opus.</summary>
    public required OpusUse Opus { get; init; }

    /// <summary>Whether browsers see each other.</summary>
    public bool Video { get; init; } = true;

    /// <summary>Where chunks go.</summary>
    public required RecordingSpooler Spooler { get; init; }

    /// <summary>The address that descriptions name.</summary>
    public required IPAddress PublicAddress { get; init; }

    /// <summary>Whether any first source is taken for a phone that names a private address.</summary>
    public required bool LatchAnySource { get; init; }

    /// <summary>The clocks.</summary>
    public required EdgeClock Clock { get; init; }

    /// <summary>Ringback, busy and congestion.</summary>
    public required TonePlan Tones { get; init; }

    /// <summary>Whether a machine that is called offers T.38.</summary>
    public bool OffersT38 { get; init; }

    /// <summary>Makes a fax machine; it throws where none can be had.</summary>
    public Func<FaxSessionOptions, FaxSession> NewFax { get; init; } = static options => new FaxSession(options);

    /// <summary>Where recordings and pages of faxes rest.</summary>
    public required RecordingVault Vault { get; init; }

    /// <summary>Counts faxes.</summary>
    public required FaxLog Faxes { get; init; }

    /// <summary>Makes prompts sound.</summary>
    public required PromptDesk Prompts { get; init; }

    /// <summary>Recordings that have ended and are not yet stored whole.</summary>
    public int ClosingRecordings => Volatile.Read(ref _closing);

    /// <summary>A tone or music, from its beginning; silence for what is no sound of ours.</summary>
    public AudioSource Sound(MediaSource source) => source switch
    {
        MediaSource.HoldMusic => new HoldMusic(),
        MediaSource.Ringback => new CadenceSource(Tones.Ringback),
        MediaSource.Busy => new CadenceSource(Tones.Busy),
        MediaSource.Congestion => new CadenceSource(Tones.Congestion),
        _ => new SilenceSource(),
    };

    /// <summary>Waits, off the media thread, until a recording is stored, then reports that it is closed.</summary>
    /// <param name="upload">The take.</param>
    /// <param name="leg">The leg that it is reported for.</param>
    /// <param name="report">Takes the report.</param>
    /// <param name="end">How the take ended.</param>
    public void CloseRecording(RecordingUpload upload, LegId leg, Action<LegEvent> report, TakeEnd end = TakeEnd.Closed)
    {
        Interlocked.Increment(ref _closing);
        _ = CloseAsync(upload, leg, report, end);
    }

    private async Task CloseAsync(RecordingUpload upload, LegId leg, Action<LegEvent> report, TakeEnd end)
    {
        try
        {
            await Spooler.CloseAsync(upload, RecordingPatience, end).ConfigureAwait(false);
            report(new RecordingClosed(
                leg, Clock.Utc, upload.Recording, upload.Stored, upload.DurationMilliseconds, upload.IsComplete, upload.IsComplete ? null : upload.Problem));
        }
        finally
        {
            upload.Span?.SetTag(CallTrace.Leg, leg.Number).SetTag("rtc.recording.chunks", upload.Stored).SetTag("rtc.recording.complete", upload.IsComplete).Dispose();
            Interlocked.Decrement(ref _closing);
        }
    }
}
