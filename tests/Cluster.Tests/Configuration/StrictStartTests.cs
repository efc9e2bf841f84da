using Microsoft.Extensions.FileProviders;
using RtcCluster.Cluster.Configuration;

namespace RtcCluster.Cluster.Tests.Configuration;

public sealed class StrictStartTests
{
    private static readonly ConfigurationRefusedException Refusal = new([new SettingError("Sip:Udp", "x", "must be an IP address")]);

    [Fact]
    public async Task GivesZero_WhenTheProcessEnds() => Assert.Equal(0, await StrictStart.RunAsync(() => Task.CompletedTask));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TellsARefusal_AndGivesItsExitCode(bool wrapped)
    {
        using var errors = new StringWriter();
        Exception thrown = wrapped ? new AggregateException(new InvalidOperationException("start", Refusal)) : Refusal;

        var code = await StrictStart.RunAsync(() => throw thrown, errors);

        Assert.Equal(78, code);
        Assert.Equal($"The configuration is refused.{Environment.NewLine}  Sip:Udp = 'x': must be an IP address{Environment.NewLine}", errors.ToString());
    }

    // Events of the kernel come for all that is below the folder of the configuration: each write of every process whose data lie there.
    [Fact]
    public async Task TheFolderOfTheConfigurationIsLookedAt_AndNotWatched()
    {
        using var files = await StrictStartedFilesAsync();

        Assert.True(files.UsePollingFileWatcher);
    }

    private static async Task<PhysicalFileProvider> StrictStartedFilesAsync()
    {
        PhysicalFileProvider? files = null;
        await StrictStart.RunAsync(() =>
        {
            files = new PhysicalFileProvider(AppContext.BaseDirectory);
            return Task.CompletedTask;
        });
        return files!;
    }

    [Fact]
    public async Task ThrowsOnWhatIsNoRefusal() => await Assert.ThrowsAsync<IOException>(() => StrictStart.RunAsync(() => throw new IOException("disk")));
}
