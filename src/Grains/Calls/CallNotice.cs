using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>What a party outside is told before the call is recorded, and what came of it.</summary>
[GenerateSerializer, Alias("rtc.state.CallNotice")]
internal sealed class CallNotice
{
    /// <summary>What is told.</summary>
    [Id(0)]
    public required RecordingNotice What { get; init; }

    /// <summary>Who hears it, has heard it, or is to; null while that is not known.</summary>
    [Id(1)]
    public LegId? Leg { get; set; }

    /// <summary>What came of it.</summary>
    [Id(2)]
    public NoticeResult Result { get; set; }

    /// <summary>Until when it is waited for.</summary>
    [Id(3)]
    public DateTimeOffset? Until { get; set; }

    /// <summary>When it was known what came of it.</summary>
    [Id(4)]
    public DateTimeOffset? At { get; set; }

    /// <summary>As a recording's manifest tells it.</summary>
    public RecordedNotice Recorded => new(
        Leg ?? LegId.First,
        What.Rule,
        What.Version,
        Result,
        At ?? default,
        What.Pieces.OfType<PromptSpeech>().FirstOrDefault()?.Language ?? "",
        string.Join(' ', What.Pieces.Select(static piece => piece switch { PromptSpeech speech => speech.Text, PromptAudio audio => audio.Blob, _ => "" })));

    /// <summary>Whether the call may be recorded by now.</summary>
    public bool Records => Result is NoticeResult.Announced or NoticeResult.Given || (Result == NoticeResult.Unanswered && What.RecordsUnanswered);
}
