using System.Collections.Immutable;

namespace RtcCluster.Grains.Queues;

/// <summary>An input as it is stored before it counts.</summary>
/// <param name="Number">Its number; the first of a queue is 1.</param>
/// <param name="At">The clock that it is judged by (UTC).</param>
/// <param name="Input">The input.</param>
/// <param name="Then">Inputs that came after it and were written together with it, in order, each with the next number; these have none.</param>
[GenerateSerializer, Immutable, Alias("rtc.state.JournalEntry")]
internal sealed record JournalEntry(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] QueueInput Input,
    [property: Id(260)] ImmutableArray<JournalEntry> Then = default);
