namespace RtcCluster.Storage.History;

/// <summary>What one call was, as a projection of its ledger: one entry per call, whatever happened to its processes.</summary>
public sealed record CallLogEntry
{
    /// <summary>The call; the entry's key.</summary>
    public required string CallId { get; init; }

    /// <summary>The call's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Number of the last ledger event that the entry tells of; an entry of an older event never replaces a newer one.</summary>
    public required long LedgerNumber { get; init; }

    /// <summary>Where the call came from and went to.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>The caller's number.</summary>
    public string FromNumber { get; init; } = "";

    /// <summary>The caller's name, empty when nobody told it.</summary>
    public string FromName { get; init; } = "";

    /// <summary>The calling user, <c>{tenant}/{name}</c>; null for a caller from outside.</summary>
    public string? FromUserId { get; init; }

    /// <summary>The number that was dialled.</summary>
    public string ToNumber { get; init; } = "";

    /// <summary>The called party's name.</summary>
    public string ToName { get; init; } = "";

    /// <summary>The called user, <c>{tenant}/{name}</c>; null when the call went outside or to a service.</summary>
    public string? ToUserId { get; init; }

    /// <summary>Number of the line that took the call; null when none did.</summary>
    public string? Line { get; init; }

    /// <summary>Trunk that the call came or went by; null for an internal one.</summary>
    public string? Trunk { get; init; }

    /// <summary>When the first INVITE came.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the first device rang.</summary>
    public DateTimeOffset? RingingAt { get; init; }

    /// <summary>When somebody answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the last leg ended; null while the call goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Milliseconds from answer to end.</summary>
    public long TalkMilliseconds { get; init; }

    /// <summary>How it ended in one word (answered, busy, declined, noAnswer, lost, shutdown …); empty while it goes on.</summary>
    public string Result { get; init; } = "";

    /// <summary>SIP status that ended it; null when a BYE did.</summary>
    public int? EndSipCode { get; init; }

    /// <summary>Q.850 cause that ended it.</summary>
    public int? EndQ850 { get; init; }

    /// <summary>Why it ended, for people.</summary>
    public string EndText { get; init; } = "";

    /// <summary>Who hung up: caller, callee or system; empty while the call goes on.</summary>
    public string HangupBy { get; init; } = "";

    /// <summary>How often it was transferred.</summary>
    public int Transfers { get; init; }

    /// <summary>The older call that this one became part of.</summary>
    public string? MergedInto { get; init; }

    /// <summary>What came of telling a party outside that the call is recorded (announced, given, refused, unanswered, unheard; asked: it left meanwhile); empty where nobody was told.</summary>
    public string RecordingNotice { get; init; } = "";

    /// <summary>Users, <c>{tenant}/{name}</c>, who took part in whatever role: the entry is theirs to see.</summary>
    public IReadOnlyList<string> Participants { get; init; } = [];

    /// <summary>Ids of the call's recordings.</summary>
    public IReadOnlyList<string> RecordingIds { get; init; } = [];
}
