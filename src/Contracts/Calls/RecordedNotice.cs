using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>What a party was told or asked before a recording began; it goes into the recording's signed manifest.</summary>
/// <param name="Leg">The party.</param>
/// <param name="Rule">The company's rule that said so.</param>
/// <param name="Version">The version of the company's rules.</param>
/// <param name="Result">What came of it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Language">The language of the text (BCP 47); empty for an uploaded prompt.</param>
/// <param name="Wording">What was said: the text, or the place of the prompt's file.</param>
[GenerateSerializer, Immutable, Alias("rtc.RecordedNotice")]
public sealed record RecordedNotice(
    [property: Id(0)] LegId Leg,
    [property: Id(1)] string Rule,
    [property: Id(2)] int Version,
    [property: Id(3)] NoticeResult Result,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] string Language,
    [property: Id(6)] string Wording);
