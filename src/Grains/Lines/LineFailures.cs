using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Lines;

/// <summary>Why a number cannot be called.</summary>
internal static class LineFailures
{
    /// <summary>It is nobody's number.</summary>
    public static CallFailure NoSuchNumber { get; } = new(404, "There is no such number.", 1, CallResult.NoSuchNumber);

    /// <summary>An administrator has switched it off.</summary>
    public static CallFailure Disabled { get; } = new(480, "The line is switched off.", 20, CallResult.Unavailable);

    /// <summary>No trunk takes the number.</summary>
    public static CallFailure NoTrunk { get; } = new(404, "No trunk leads to this number.", 3, CallResult.NoSuchNumber);

    /// <summary>Nobody stands for the costs of the call.</summary>
    public static CallFailure NobodyPays { get; } = new(403, "A call from outside is not sent out again.", 21, CallResult.Refused);

    /// <summary>The emergency service is called by a person, and never because somebody who was called leads there.</summary>
    public static CallFailure EmergencyByForwarding { get; } = new(403, "Calls are not forwarded to the emergency service.", 21, CallResult.Refused);

    /// <summary>There is no call to be picked up, or somebody else was faster.</summary>
    public static CallFailure NothingRings { get; } = new(480, "No call waits there.", 20, CallResult.Unavailable);

    /// <summary>The company's service is suspended.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isFromOutside">Whether somebody outside calls, who has nothing to do with it.</param>
    public static CallFailure Suspended(string reason, bool isFromOutside) =>
        isFromOutside ? new(480, "The service is suspended.", 20, CallResult.Unavailable) : new(403, $"The service is suspended: {reason}", 21, CallResult.Refused);

    /// <summary>A kind of line that this version cannot serve.</summary>
    public static CallFailure NotAvailable(string kind) => new(480, $"{kind} lines are not available yet.", 20, CallResult.Unavailable);
}
