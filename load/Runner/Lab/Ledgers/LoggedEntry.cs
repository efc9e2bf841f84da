namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>An entry of the cluster's call log.</summary>
internal sealed record LoggedEntry(
    string Id, string From, string To, string Result, DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt, double TalkSeconds, string HangupBy, int? SipCode, int Transfers);

/// <summary>A row of the report of legs.</summary>
internal sealed record LoggedLeg(string Call, int Leg, string Role, string Number, string? User, DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt, string EndKind);

/// <summary>A row of the report of calls.</summary>
internal sealed record LoggedReport(string Call, IReadOnlyList<LoggedVisit> Visits, IReadOnlyList<LoggedTransfer> Transfers);

/// <summary>A visit to a queue in it.</summary>
internal sealed record LoggedVisit(string Queue, string Outcome, double WaitSeconds, string? Agent, double TalkSeconds);

/// <summary>A transfer in it.</summary>
internal sealed record LoggedTransfer(string Kind, bool Completed, string By, string To, string? ToUser);

/// <summary>An event of a ledger.</summary>
internal sealed record LoggedEvent(long Number, string Kind);

/// <summary>What the cluster tells of the calls, over REST.</summary>
/// <param name="Entries">Call log.</param>
/// <param name="Legs">Report of legs.</param>
/// <param name="Reports">Report of calls.</param>
internal sealed record LedgerBooks(IReadOnlyList<LoggedEntry> Entries, IReadOnlyList<LoggedLeg> Legs, IReadOnlyList<LoggedReport> Reports);
