namespace RtcCluster.Contracts.Privacy;

/// <summary>Whether this process writes personal data into its logs as it is: <c>Logging:ShowPersonalData</c>, off unless an operator turns it on.</summary>
/// <remarks>
/// The switch is the runtime's own (<see cref="AppContext"/>) and belongs to the process: a value that is about to be logged has no services to ask.
/// </remarks>
public static class PersonalData
{
    /// <summary>Name of the switch.</summary>
    public const string Switch = "RtcCluster.ShowPersonalData";

    /// <summary>True when logs show numbers, names and addresses; secrets are never shown.</summary>
    public static bool IsShown => AppContext.TryGetSwitch(Switch, out var shown) && shown;
}
