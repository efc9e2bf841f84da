using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Kit;

public sealed class RunningProcessTests
{
    [Fact]
    public async Task ALineWrittenBeforeTheWait_IsFound()
    {
        await using var process = RunningProcess.Start("echo", "sh", ["-c", "echo one; echo two; exec sleep 60"]);
        await process.WaitForLineAsync("two", TimeSpan.FromSeconds(5));

        Assert.Equal("one", await process.WaitForLineAsync("one", TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task AWaitThatFails_SaysWhatWasSeen()
    {
        await using var process = RunningProcess.Start("failing", "sh", ["-c", "echo before; echo wrong >&2; exit 3"]);

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => process.WaitForLineAsync("never", TimeSpan.FromSeconds(5)));

        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_EndsTheProgramItself()
    {
        await using var process = RunningProcess.Start("sleep", "sleep", ["60"]);
        // The process begins as setpriv, which then becomes the program.
        await Eventually.GetAsync(
            "the program's name", TimeSpan.FromSeconds(10), async () => (await File.ReadAllTextAsync($"/proc/{process.Id}/comm", TestContext.Current.CancellationToken)).Trim(), name => name == "sleep");

        process.Kill();

        // .NET tells a signal's end as 128 + its number.
        Assert.Equal(137, await process.WaitForExitAsync(TimeSpan.FromSeconds(5)));
    }
}
