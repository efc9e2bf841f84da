namespace RtcCluster.Cluster.Configuration;

/// <summary>The configuration cannot be used; the process must not start.</summary>
/// <remarks>All errors of a section are told at once: an operator who fixes one by one restarts as often as there are typing errors.</remarks>
public sealed class ConfigurationRefusedException : Exception
{
    /// <summary>Makes the exception from what was refused.</summary>
    /// <param name="errors">At least one error.</param>
    public ConfigurationRefusedException(IReadOnlyList<SettingError> errors)
        : base(Describe(errors))
    {
        Errors = errors;
    }

    /// <summary>What was refused, in the order of the keys.</summary>
    public IReadOnlyList<SettingError> Errors { get; }

    private static string Describe(IReadOnlyList<SettingError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count);
        return "The configuration is refused." + string.Concat(errors.Select(e => $"{Environment.NewLine}  {e}"));
    }
}
