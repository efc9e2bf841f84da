using RtcCluster.Load.Runner.Lab.Privacy;

namespace RtcCluster.Runner.Tests.Lab.Privacy;

/// <summary>A short run of <c>lab privacy</c>: what the full one does for four hundred days.</summary>
public sealed class PrivacyRunTests
{
    [Fact]
    public async Task ExpiredCannotBeRead_HeldCan_BundlesVerifyAndEachAccessIsOneRow()
    {
        var report = await new PrivacyRun(new PrivacyOptions(6, 60, 2, Seed: 3), TextWriter.Null).RunAsync(TestContext.Current.CancellationToken);

        Console.WriteLine($"Measured: {report}");
        Assert.True(report.IsGood, report.ToString());
    }
}
