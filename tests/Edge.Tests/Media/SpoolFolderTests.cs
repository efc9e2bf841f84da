using RtcCluster.Edge.Media;
using RtcCluster.TestKit.Folders;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>The folder of what waits on this machine's disk: a file that is written over another, its limit, and what a killed process left unfinished.</summary>
public sealed class SpoolFolderTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("spool");

    private string[] Files => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    [Theory]
    [InlineData(100, 40)]
    [InlineData(40, 100)]
    [InlineData(40, 40)]
    public void AFileThatIsWrittenOverAnother_HasWhatIsItsOwn_AndTheOtherIsGone(int before, int after)
    {
        var spool = Spool();
        Assert.True(spool.TryWrite("take/1", Bytes(1, before), out _));

        Assert.True(spool.TryWrite("take/2", Bytes(2, after), out _, over: "take/1"));

        Assert.Equal(["2"], Files);
        Assert.True(spool.TryRead("take/2", out var read));
        Assert.Equal(Bytes(2, after), read);
        Assert.Equal(after, spool.Bytes);
    }

    [Fact]
    public void OneThatIsWrittenOverItself_IsAsItWasWrittenLast()
    {
        var spool = Spool();
        Assert.True(spool.TryWrite("take/1", Bytes(1, 100), out _));

        Assert.True(spool.TryWrite("take/1", Bytes(2, 40), out _, over: "take/1"));

        Assert.True(spool.TryRead("take/1", out var read));
        Assert.Equal((40, 40L), (read.Length, spool.Bytes));
        Assert.Equal(["1"], Files);
    }

    [Fact]
    public void WhatIsWrittenOverAnotherThatIsGone_IsThere()
    {
        var spool = Spool();

        Assert.True(spool.TryWrite("take/2", Bytes(2, 40), out _, over: "take/1"));

        Assert.Equal(["2"], Files);
        Assert.Equal(40, spool.Bytes);
    }

    [Fact]
    public void TheRoomOfTheOtherCountsForTheLimit_AndItIsGoneToo_WhenThatIsNotEnough()
    {
        var spool = Spool(limit: 100);
        Assert.True(spool.TryWrite("take/1", Bytes(1, 60), out _));
        Assert.True(spool.TryWrite("take/2", Bytes(2, 90), out _, over: "take/1"));

        Assert.False(spool.TryWrite("take/3", Bytes(3, 101), out var problem, over: "take/2"));

        Assert.Equal("The spool has reached its limit.", problem);
        Assert.Empty(Files);
        Assert.Equal(0, spool.Bytes);
    }

    [Fact]
    public void WhatAKilledProcessHadNotFinished_IsGoneWhenTheNextOneBegins()
    {
        Assert.True(Spool().TryWrite("take/1", Bytes(1, 60), out _));
        File.Copy(Path.Combine(_folder.Path, "take", "1"), Path.Combine(_folder.Path, "take", "2.part"));

        var next = Spool();

        Assert.Equal(["1"], Files);
        Assert.Equal(60, next.Bytes);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private SpoolFolder Spool(long limit = 1_000) => new(_folder.Path, limit, flush: false);
}
