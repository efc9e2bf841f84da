using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.Edge.Hub;

/// <summary>Refusals in the words of the phone hub.</summary>
internal static class HubFailures
{
    /// <summary>No such call, or not this user's.</summary>
    public static HubFailure NotFound { get; } = new("notFound", "No such call is going on.");

    /// <summary>More methods than a person can want.</summary>
    public static HubFailure Limited { get; } = new("limited", "Too many requests; wait a moment.", null, 1);

    /// <summary>An argument breaks its bounds.</summary>
    public static HubFailure Invalid(string what) => new("invalid", what);

    /// <summary>This user may not do that.</summary>
    public static HubFailure Forbidden(string why) => new("forbidden", why);

    /// <summary>The cluster cannot do it now.</summary>
    public static HubFailure Unavailable(int retryAfterSeconds) => new("unavailable", "The cluster cannot do it now; try again.", 503, retryAfterSeconds);

    /// <summary>A call that cannot be had.</summary>
    public static HubFailure Of(CallFailure failure) => new(
        failure.SipCode is >= 500 and < 600 ? "unavailable" : failure.SipCode == 403 ? "forbidden" : "unreachable", failure.Text, failure.SipCode, failure.RetryAfterSeconds);

    /// <summary>What became of what an agent wants; null when it is or will be so.</summary>
    public static HubFailure? Of(AgentReceipt receipt) => receipt.Status switch
    {
        AgentReceiptStatus.Done or AgentReceiptStatus.AfterCall => null,
        AgentReceiptStatus.Conflict => new HubFailure("conflict", receipt.Text ?? "The agent is not in a state for that."),
        _ => Invalid(receipt.Text ?? "A value is not acceptable."),
    };

    /// <summary>What became of an intention; null when it was accepted.</summary>
    public static HubFailure? Of(IntentReceipt receipt) => receipt.Status switch
    {
        IntentStatus.Accepted => null,
        IntentStatus.Conflict => new HubFailure("conflict", receipt.Text ?? "The call is not in a state for it."),
        IntentStatus.Unreachable => new HubFailure("unreachable", receipt.Text ?? "The target cannot be had."),
        IntentStatus.Unavailable => new HubFailure("unavailable", receipt.Text ?? "The cluster cannot do it now; try again.", null, 1),
        // Whose call it is, is nobody else's business.
        _ => NotFound,
    };
}
