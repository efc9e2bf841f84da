using System.Net;
using RtcCluster.Edge.Bench;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using Xunit;

namespace RtcCluster.Edge.Tests.Bench;

public sealed class BenchTests
{
    private static readonly IPAddress Measures = IPAddress.Parse("127.0.0.1");
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.7");

    // Two sockets of 127.0.0.1 dropped 3 and 4; that of 127.0.0.7 is another's.
    private static readonly string[] Sockets =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
        " 6174: 0100007F:13C4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 100 2 0000000000000000 3",
        " 6175: 0100007F:4E84 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 101 2 0000000000000000 4",
        " 6176: 0700007F:13C4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 102 2 0000000000000000 9",
    ];

    [Fact]
    public void NoRateCountsForWhoMeasures_AndItCountsForEverybodyElse()
    {
        var rate = new SourceRate(10, Measures);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(rate.Admit(Measures, 0)));
        Assert.Equal(10, Enumerable.Range(0, 1_000).Count(_ => rate.Admit(Other, 0)));
    }

    [Fact]
    public void NoFailedLoginCountsForWhoMeasures_AndItCountsForEverybodyElse()
    {
        var guard = new LoginGuard(new SipOptions { MaxFailedLogins = 2 }, Measures);
        foreach (var source in new[] { Measures, Other })
        {
            guard.Failed(source, "u1", exists: true, 0);
            guard.Failed(source, "u1", exists: true, 0);
        }

        Assert.True(guard.Admits(Measures, "u1", 0));
        Assert.False(guard.Admits(Other, "u1", 0));
    }

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("0", new[] { 0 })]
    [InlineData("0,2-4, 3", new[] { 0, 2, 3, 4 })]
    [InlineData("1023", new[] { 1_023 })]
    public void ProcessorsAreReadAsPeopleWriteThem(string text, int[] expected)
    {
        Assert.True(ProcessorList.TryParse(text, out var processors));
        Assert.Equal(expected, processors);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0,")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("1024")]
    [InlineData(" ")]
    public void WhatIsNoListOfProcessorsIsRefused(string text) => Assert.False(ProcessorList.TryParse(text, out _));

    [Fact]
    public void AThreadIsBoundToItsProcessor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are bound on Linux alone.");
        var allowed = "";
        var first = AllowedOf(static () => { });
        var processor = first.Split(',', '-')[0];
        var thread = new Thread(() => allowed = AllowedOf(() => ThreadPlace.Of(processor).Take(5)));
        thread.Start();
        thread.Join();

        Assert.Equal(processor, allowed);
        Assert.Equal(first, AllowedOf(static () => ThreadPlace.Any.Take(0)));
    }

    [Fact]
    public void DropsOfTheKernelAreCountedOfTheOwnAddressAlone()
    {
        Assert.Equal(7, KernelDrops.Of(Sockets, Measures));
        Assert.Equal(9, KernelDrops.Of(Sockets, Other));
        Assert.Equal(0, KernelDrops.Of(Sockets, IPAddress.Parse("127.0.0.8")));
    }

    // Of the calling thread, in the kernel's own words. proc_pid_status(5).
    private static string AllowedOf(Action before)
    {
        before();
        return File.ReadLines("/proc/thread-self/status").Single(static line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split(':')[1].Trim();
    }
}
