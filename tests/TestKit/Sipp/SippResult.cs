namespace RtcCluster.TestKit.Sipp;

/// <summary>What a run of SIPp came to.</summary>
/// <param name="ExitCode">0 all calls as the scenario says, 1 some not, others: SIPp itself failed.</param>
/// <param name="Successful">Calls that went as the scenario says.</param>
/// <param name="Failed">Calls that did not.</param>
/// <param name="Retransmissions">Requests and responses that SIPp had to send again.</param>
/// <param name="Errors">Its error log: each unexpected message in full.</param>
public sealed record SippResult(int ExitCode, int Successful, int Failed, int Retransmissions, string Errors)
{
    private const int ErrorsShown = 3_000;

    /// <summary>True when all of <paramref name="calls"/> calls went as the scenario says.</summary>
    public bool IsClean(int calls) => ExitCode == 0 && Successful == calls && Failed == 0;

    public override string ToString() =>
        $"exit code {ExitCode}, {Successful} successful, {Failed} failed, {Retransmissions} retransmissions{(Errors.Length == 0 ? string.Empty : $", errors:{Environment.NewLine}{Errors[..Math.Min(Errors.Length, ErrorsShown)]}")}";
}
