using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Tests.History;

/// <summary>Histories as a call's grain would hand them over.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, 250, TimeSpan.Zero);

    public static LedgerRow Event(string tenant, string call, long number, string kind = "offered") =>
        new() { TenantId = tenant, CallId = call, Number = number, At = Start.AddSeconds(number), Kind = kind, Payload = [(byte)number, 0, 255] };

    public static CallLogEntry Entry(string tenant, string call, long number = 1, int startSecond = 0) => new()
    {
        CallId = call,
        TenantId = tenant,
        LedgerNumber = number,
        Direction = CallDirection.Inbound,
        FromNumber = "+573001234567",
        FromName = "José Pérez",
        ToNumber = "1001",
        ToName = "Agent One",
        ToUserId = $"{tenant}/agent1",
        Line = "1001",
        Trunk = "carrier",
        StartedAt = Start.AddSeconds(startSecond),
        RingingAt = Start.AddSeconds(startSecond + 1),
        AnsweredAt = Start.AddSeconds(startSecond + 2),
        EndedAt = Start.AddSeconds(startSecond + 12),
        TalkMilliseconds = 10_000,
        Result = "answered",
        EndQ850 = 16,
        EndText = "Normal call clearing",
        HangupBy = "caller",
        Participants = [$"{tenant}/agent1"],
        RecordingIds = [$"{call}-r1"],
    };

    public static RecordingEntry Recording(string tenant, string call, long number = 1, int startSecond = 0) => new()
    {
        Id = $"{call}-r1",
        TenantId = tenant,
        CallId = call,
        LedgerNumber = number,
        StartedAt = Start.AddSeconds(startSecond),
        EndedAt = Start.AddSeconds(startSecond + 10),
        DurationMilliseconds = 10_000,
        BlobPrefix = $"{tenant}/recordings/{call}",
        KeyId = "k1",
        RetainUntil = Start.AddDays(90),
        State = RecordingState.Complete,
        Participants = [$"{tenant}/agent1"],
    };

    public static CallHistory Call(string tenant, string call, int startSecond = 0) => new()
    {
        Ledger = [Event(tenant, call, 1), Event(tenant, call, 2, "answered"), Event(tenant, call, 3, "ended")],
        Entry = Entry(tenant, call, 3, startSecond),
        Recordings = [Recording(tenant, call, 3, startSecond)],
    };
}
