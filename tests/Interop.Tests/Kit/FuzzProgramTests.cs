using System.Diagnostics;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Interop.Tests.Kit;

/// <summary>The fuzz program as users run it: a file in, an exit code out; and proof that a run finds what is there.</summary>
[Trait("Clock", "none")]
public sealed class FuzzProgramTests
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(60);

    private static string Program => Repository.At("tests", "Fuzz", "bin", Repository.Configuration, "net10.0", "RtcCluster.Fuzz.dll");

    public static TheoryData<string, string> Corpus()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Directory.GetDirectories(Repository.At("tests", "Fuzz", "Corpus")))
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                data.Add(Path.GetFileName(folder), Path.GetFileName(file));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public async Task ASeed_IsParsed(string kind, string file)
    {
        var (code, output) = await RunAsync(kind, await File.ReadAllBytesAsync(Repository.At("tests", "Fuzz", "Corpus", kind, file), TestContext.Current.CancellationToken));

        Assert.Equal((0, "parsed"), (code, output));
    }

    [Theory]
    [InlineData("sip")]
    [InlineData("sdp")]
    [InlineData("uri")]
    [InlineData("rtp")]
    [InlineData("rtcp")]
    [InlineData("wav")]
    [InlineData("srtp")]
    [InlineData("dtls")]
    [InlineData("stun")]
    public async Task Garbage_IsRefused_WithTheReasonOnOneLine(string kind)
    {
        var (code, output) = await RunAsync(kind, "\u0001garbage"u8.ToArray());

        Assert.Equal(2, code);
        Assert.StartsWith("refused: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Fact]
    public async Task ARun_FindsAThrownException_AndAStackOverflow_AndKeepsTheInputs()
    {
        using var folder = TempFolder.Create("fuzz");
        await using var run = RunningProcess.Start("fuzz planted", "dotnet", ["exec", Program, "fuzz", "planted", "--seconds", "4", "--seed", "1"], folder.Path);

        var code = await run.WaitForExitAsync(RunTime);

        Assert.Equal(1, code);
        var inputs = Directory.GetFiles(folder.At("artifacts", "fuzz", "planted"), "crash-*").Where(file => !file.EndsWith(".txt", StringComparison.Ordinal)).Select(file => (char)File.ReadAllBytes(file)[0]).ToHashSet();
        Assert.True(inputs.SetEquals(['C', 'S']), $"found inputs that begin with [{string.Join(", ", inputs)}]. {run.Tail()}");
    }

    private static async Task<(int Code, string Output)> RunAsync(string kind, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Program, kind]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(RunTime);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output.TrimEnd('\n'));
    }
}
