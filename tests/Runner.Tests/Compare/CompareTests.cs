using System.Net;
using RtcCluster.Load.Runner.Compare;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Runner.Tests.Compare;

public sealed class CompareTests
{
    private static readonly Dictionary<string, Latency> NoTimes = [];

    [Theory]
    [InlineData(0.2, "aim")]
    [InlineData(0.45, "at least")]
    [InlineData(0.6, "missed")]
    public void AVerdictIsTheBestGoalThatIsMet(double ours, string verdict) => Assert.Equal(verdict, Ratio(ours, 1).Verdict);

    [Fact]
    public void AFigureThatIsNotThereIsNoVictory()
    {
        Assert.Equal("not measured", Ratio(0.1, null).Verdict);
        Assert.Equal("not measured", Ratio(double.NaN, 1).Verdict);
        Assert.Equal("void", (Ratio(0.1, 1) with { Flaw = "the generator did not keep up" }).Verdict);
        Assert.Equal("missed", new Finding("rtp", "recovery", "s", double.PositiveInfinity, "", null) { AtLeast = Goal.AtMost(1), Aim = Goal.AtMost(0.1) }.Verdict);
    }

    [Fact]
    public async Task TheHighestCleanRateIsFoundFromBelowAndFromAbove()
    {
        Assert.InRange(await Bench.FindFastestAsync(100, static rate => Task.FromResult(rate <= 700)), 640, 700);
        Assert.InRange(await Bench.FindFastestAsync(1_000, static rate => Task.FromResult(rate <= 700)), 560, 700);
        Assert.Equal(0, await Bench.FindFastestAsync(1_000, static _ => Task.FromResult(false)));
    }

    [Fact]
    public void WhatSippSaysIsRead_AndAGeneratorThatDidNotKeepUpIsNamed()
    {
        string[] kept =
        [
            "ElapsedTime(C);TotalCallCreated;SuccessfulCall(C);FailedCall(C);Retransmissions(C)",
            "00:00:04;800;790;0;0",
            "00:00:05;1000;998;0;3",
            "00:00:06;1000;999;1;3",
        ];
        var read = SippLoad.Read(kept, 1_000, 200, TimeSpan.FromSeconds(5), new Use(6, 1.998, 1, 0, 0), NoTimes)!;
        Assert.Equal((999, 3, true, true, 2.0), (read.Good, read.Retransmissions, read.IsKept, read.IsClean, Math.Round(read.PerThousand, 3)));

        string[] late = [kept[0], "00:00:05;600;590;0;0", "00:00:09;1000;1000;0;0"];
        Assert.False(SippLoad.Read(late, 1_000, 200, TimeSpan.FromSeconds(5), new Use(9, 2, 1, 0, 0), NoTimes)!.IsClean);
        string[] cut = [kept[0], "00:00:05;600;590;0;0"];
        Assert.False(SippLoad.Read(cut, 1_000, 200, TimeSpan.FromSeconds(5), new Use(9, 2, 1, 0, 0), NoTimes)!.IsKept);
        Assert.Null(SippLoad.Read([kept[0]], 1_000, 200, TimeSpan.FromSeconds(5), new Use(9, 2, 1, 0, 0), NoTimes));
    }

    [Fact]
    public void BencodeIsWrittenAndRead()
    {
        Assert.Equal("d1:bl1:x2:yze1:ni7ee", NgClient.Encode(new Dictionary<string, object> { ["n"] = 7, ["b"] = new[] { "x", "yz" } }));
        Assert.Equal("ok", NgClient.Text("d3:sdp5:v=0\r\n6:result2:oke", "result"));
        Assert.Equal("v=0\r\n", NgClient.Text("d3:sdp5:v=0\r\n6:result2:oke", "sdp"));
        Assert.Null(NgClient.Text("d6:result99:oke", "result"));
        Assert.Null(NgClient.Text("de", "result"));
    }

    // The generator to itself, without a server between: what it sends arrives, each packet once, and what it says of that is right.
    [Fact]
    public void AFloodCountsWhatArrives()
    {
        var (from, at) = (new IPEndPoint(IPAddress.Parse("127.78.30.1"), 33_102), new IPEndPoint(IPAddress.Parse("127.78.30.1"), 33_100));
        using var flood = new RtpFlood(from, at);

        var phases = flood.Run([at], [(2_000, TimeSpan.FromMilliseconds(300)), (1_000, TimeSpan.FromMilliseconds(300))], isReadable: true);

        Assert.Equal([600, 300], phases.Select(static phase => phase.Due));
        Assert.All(phases, static phase =>
        {
            Assert.InRange(phase.Sent, 1, phase.Due);
            Assert.Equal(phase.Sent, phase.Received);
            Assert.Equal(0, phase.Loss);
            Assert.Equal(TimeSpan.Zero, phase.CleanAfter);
            Assert.Equal(phase.Sent, phase.Latency.Count);
        });
    }

    [Fact]
    public void AFloodToNobodyHasLostEverything()
    {
        var (from, at) = (new IPEndPoint(IPAddress.Parse("127.78.30.2"), 33_102), new IPEndPoint(IPAddress.Parse("127.78.30.2"), 33_100));
        using var flood = new RtpFlood(from, at);

        var phase = flood.Run([new IPEndPoint(at.Address, 33_104)], [(1_000, TimeSpan.FromMilliseconds(200))], isReadable: true)[0];

        Assert.Equal((0, 1.0, null), (phase.Received, phase.Loss, phase.CleanAfter));
    }

    [Theory]
    [InlineData("--only")]
    [InlineData("--server-processor")]
    [InlineData("--seconds")]
    [InlineData("--flows")]
    public void AWrongOptionNamesItself(string option)
    {
        var good = new CompareOptions
        {
            Only = ["sip"], ServerProcessor = 0, LoadProcessor = 1, Length = TimeSpan.FromSeconds(8), WarmUp = TimeSpan.FromSeconds(5), CallRate = 300, RegisterRate = 500, PacketRate = 1_000, Flows = 5,
            Agents = 10, MemoryCalls = 1_000, Maxima = true, Quiet = 0.1, FailsWhenBusy = false,
        };
        Assert.Null(CompareCommand.Refusal(good));
        Assert.StartsWith(option, CompareCommand.Refusal(option switch
        {
            "--only" => good with { Only = ["sip", "spi"] },
            "--server-processor" => good with { ServerProcessor = 1 },
            "--seconds" => good with { Length = TimeSpan.Zero },
            _ => good with { Flows = 0 },
        }), StringComparison.Ordinal);
    }

    private static Finding Ratio(double ours, double? theirs) => new("sip", "calls", "s", ours, "peer", theirs) { AtLeast = Goal.RatioAtMost(0.5), Aim = Goal.RatioAtMost(0.23) };
}
