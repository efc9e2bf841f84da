using RtcCluster.Edge.Media;
using RtcCluster.TestKit.Folders;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>The folder of what waits on this machine's disk: a file that is written in the place of another, its limit, and what a killed process left unfinished.</summary>
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
        spool.SetAside("take/1");
        Assert.Equal((0, 0L), (spool.List().Count, spool.Bytes));

        Assert.True(spool.TryWrite("take/2", Bytes(2, after), out _, over: "take/1"));

        Assert.Equal(["2"], Files);
        Assert.True(spool.TryRead("take/2", out var read));
        Assert.Equal(Bytes(2, after), read);
        Assert.Equal(after, spool.Bytes);
    }

    [Fact]
    public void OneThatIsWrittenInItsOwnPlace_IsAsItWasWrittenLast()
    {
        var spool = Spool();
        Assert.True(spool.TryWrite("take/1", Bytes(1, 100), out _));
        spool.SetAside("take/1");

        Assert.True(spool.TryWrite("take/1", Bytes(2, 40), out _, over: "take/1"));

        Assert.True(spool.TryRead("take/1", out var read));
        Assert.Equal((40, 40L), (read.Length, spool.Bytes));
        Assert.Equal(["1"], Files);
    }

    [Fact]
    public void WhatIsWrittenInThePlaceOfAnotherThatIsGone_IsThere()
    {
        var spool = Spool();
        spool.SetAside("take/1");

        Assert.True(spool.TryWrite("take/2", Bytes(2, 40), out _, over: "take/1"));

        Assert.Equal(["2"], Files);
        Assert.Equal(40, spool.Bytes);
    }

    [Fact]
    public void WhatWasSetAsideIsDeleted_WhenThereIsNoRoomForTheOther()
    {
        var spool = Spool(limit: 100);
        Assert.True(spool.TryWrite("take/1", Bytes(1, 60), out _));
        spool.SetAside("take/1");

        Assert.False(spool.TryWrite("take/2", Bytes(2, 101), out var problem, over: "take/1"));

        Assert.Equal("The spool has reached its limit.", problem);
        Assert.Empty(Files);
        Assert.Equal(0, spool.Bytes);
    }

    [Fact]
    public void WhatWasSetAsideCanBeDeleted_AndWhatIsNotThereToo()
    {
        var spool = Spool();
        Assert.True(spool.TryWrite("take/1", Bytes(1, 60), out _));
        spool.SetAside("take/1");

        spool.DeleteAside("take/1");
        spool.DeleteAside("take/1");

        Assert.Empty(Files);
        Assert.Equal(0, spool.Bytes);
    }

    [Fact]
    public void WhatAKilledProcessHadNotFinishedOrSetAside_IsGoneWhenTheNextOneBegins()
    {
        var killed = Spool();
        Assert.True(killed.TryWrite("take/1", Bytes(1, 60), out _));
        Assert.True(killed.TryWrite("take/2", Bytes(2, 60), out _));
        killed.SetAside("take/2");
        Assert.Equal(["1", "2.part"], Files);

        var next = Spool();

        Assert.Equal(["1"], Files);
        Assert.Equal(60, next.Bytes);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private SpoolFolder Spool(long limit = 1_000) => new(_folder.Path, limit, flush: false);
}
