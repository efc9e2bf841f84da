using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>One INVITE of ours and what our telephones saw of it: their own account, which knows nothing of the server's.</summary>
/// <param name="number">The caller's number; no other attempt has it.</param>
/// <param name="plan">What is to become of it.</param>
/// <param name="dialled">The number that is dialled.</param>
internal sealed class Attempt(string number, CallPlan plan, string dialled)
{
    private readonly TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SipCall> _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SipCall> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The caller's number.</summary>
    public string Number => number;

    /// <summary>What is to become of it.</summary>
    public CallPlan Plan => plan;

    /// <summary>The number that is dialled.</summary>
    public string Dialled => dialled;

    /// <summary>When.</summary>
    public DateTimeOffset DialledAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Whom the call is sent on to; null when to nobody.</summary>
    public LedgerPhone? Target { get; init; }

    /// <summary>Name of the edge that it was dialled at.</summary>
    public string Edge { get; init; } = "";

    /// <summary>A telephone rings.</summary>
    public Task Rung => _rung.Task;

    /// <summary>Somebody has answered, and the server knows it.</summary>
    public Task<SipCall> Taken => _taken.Task;

    /// <summary>The one to whom the call was sent on has answered.</summary>
    public Task<SipCall> Reached => _reached.Task;

    /// <summary>Who answered.</summary>
    public string? AnsweredBy { get; private set; }

    /// <summary>When they said yes.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>When one of them hung up, or gave up.</summary>
    public DateTimeOffset? HungUpAt { get; private set; }

    /// <summary>Who.</summary>
    public string HungUpBy { get; private set; } = "";

    /// <summary>Whether the caller was answered.</summary>
    public bool IsUp { get; set; }

    /// <summary>How it ended for the caller; null when it has not.</summary>
    public CallEnd? End { get; set; }

    /// <summary>Whether an edge was killed that carried a part of it.</summary>
    public bool LostItsEdge { get; set; }

    /// <summary>Whether one hung up and the other was never told, as its edge died in that moment.</summary>
    public bool IsNotTold { get; set; }

    /// <summary>What went another way than planned; null when nothing did.</summary>
    public string? Trouble { get; set; }

    /// <summary>Whether the server has not taken it: the caller tries again.</summary>
    public bool IsRefused => !IsUp && End is { } end && (end.By == CallEndBy.Cut || end.Code is 408 or >= 500 and < 600);

    /// <summary>A telephone rings.</summary>
    public void Rings() => _rung.TrySetResult();

    /// <summary>A telephone says yes.</summary>
    public void Answers(string user) => (AnsweredBy, AnsweredAt) = (user, DateTimeOffset.UtcNow);

    /// <summary>The server has heard the yes.</summary>
    public void IsTaken(SipCall call) => _taken.TrySetResult(call);

    /// <summary>The one to whom the call was sent on has it.</summary>
    public void IsReached(SipCall call) => _reached.TrySetResult(call);

    /// <summary>Somebody hangs up.</summary>
    public void HangsUp(bool caller) => (HungUpAt, HungUpBy) = (DateTimeOffset.UtcNow, caller ? "caller" : "callee");
}
