using RtcCluster.Storage.Backups;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>What stops the start.</summary>
public sealed class BackupOptionsTests
{
    [Theory]
    [InlineData(-1, "Backup:KeepDays is -1; it must be 0 to 3650.")]
    [InlineData(3_651, "Backup:KeepDays is 3651; it must be 0 to 3650.")]
    [InlineData(0, null)]
    [InlineData(3_650, null)]
    public void DaysOutOfBounds_AreRefused(long days, string? problem) => Assert.Equal(problem, new BackupOptionsValidator().Validate(null, new BackupOptions { KeepDays = days }).FailureMessage);
}
