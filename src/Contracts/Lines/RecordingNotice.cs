using System.Collections.Immutable;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Contracts.Lines;

/// <summary>What a party outside is told before a call is recorded.</summary>
/// <param name="Kind">Whether the party is told, or asked.</param>
/// <param name="Pieces">What it hears.</param>
/// <param name="Seconds">How long an answer is waited for after that.</param>
/// <param name="RecordsUnanswered">Whether who gives no answer is recorded.</param>
/// <param name="Rule">The rule that says so, by its name.</param>
/// <param name="Version">The version of the company's rules.</param>
[GenerateSerializer, Immutable, Alias("rtc.RecordingNotice")]
public sealed record RecordingNotice(
    [property: Id(0)] NoticeKind Kind,
    [property: Id(1)] ImmutableArray<PromptPiece> Pieces,
    [property: Id(2)] int Seconds,
    [property: Id(3)] bool RecordsUnanswered,
    [property: Id(4)] string Rule,
    [property: Id(5)] int Version = 0);

/// <summary>What a notice wants.</summary>
[GenerateSerializer, Alias("rtc.NoticeKind")]
public enum NoticeKind
{
    /// <summary>To be heard to its end.</summary>
    Announce = 0,

    /// <summary>The digit 1.</summary>
    Consent = 1,
}
