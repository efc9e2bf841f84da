using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Tests.Sealing;

/// <summary>What names and manifests tell of a recording.</summary>
public sealed class RecordingSurveyTests : IAsyncDisposable
{
    private readonly Vault _vault = new();

    [Fact]
    public async Task TakesThatFollowEachOther_AndAreClosed_AreAWholeRecording()
    {
        await _vault.RecordAsync(0, 3);
        await _vault.RecordAsync(3, 2);

        Assert.Equal((5, 10_000, true, true), await LookAsync());
    }

    [Fact]
    public async Task ItsLengthIsThePlaceOfItsLastChunk_WhateverIsMissingBefore()
    {
        await _vault.RecordAsync(0, 2, close: false, draft: true);
        await _vault.RecordAsync(20, 3);
        Assert.Equal((6, 46_000, false, false), await LookAsync());

        await _vault.Salvage.CloseAsync(Vault.Prefix, ct: TestContext.Current.CancellationToken);

        Assert.Equal((6, 46_000, true, false), await LookAsync());
    }

    [Fact]
    public async Task TheDraftAtTheEnd_IsAsLongAsItIs()
    {
        await _vault.RecordAsync(0, 2, close: false, draft: true);
        Assert.Equal((3, 5_000, false, false), await LookAsync());

        await _vault.Salvage.CloseAsync(Vault.Prefix, ct: TestContext.Current.CancellationToken);

        Assert.Equal((3, 5_000, true, false), await LookAsync());
    }

    [Theory]
    [InlineData(SealedFile.Chunk)]
    [InlineData(SealedFile.Manifest)]
    public async Task WhileAFileIsOnItsWay_ItIsNotWhole(SealedFile kind)
    {
        await _vault.RecordAsync(0, 3);
        File.Delete(System.IO.Directory.GetFiles(_vault.Folder).Where(path => SealedName.Read(path).Kind == kind).Order(StringComparer.Ordinal).First());

        Assert.False((await LookAsync()).IsWhole);
    }

    [Fact]
    public async Task AChunkThatHadNoRoom_ALateBeginning_AndNothing_AreNotWhole()
    {
        Assert.Equal((0, 0, true, false), await LookAsync());
        await _vault.RecordAsync(1, 3, lost: 2);
        Assert.Equal((2, 8_000, true, false), await LookAsync());
    }

    [Fact]
    public async Task ChunksOfBefore_TellTheirPlace()
    {
        await _vault.Blobs.WriteAsync(Vault.Prefix + "00000004", new byte[100], TestContext.Current.CancellationToken);

        Assert.Equal((1, 10_000, true, false), await LookAsync());
    }

    public ValueTask DisposeAsync() => _vault.DisposeAsync();

    private async Task<(int Chunks, long Milliseconds, bool IsSettled, bool IsWhole)> LookAsync()
    {
        var survey = await RecordingSurvey.TakeAsync(_vault.Blobs, _vault.Signing, Vault.Prefix, TestContext.Current.CancellationToken);
        Assert.Equal(survey.Chunks > 0, survey.Newest is not null);
        return (survey.Chunks, survey.DurationMilliseconds, survey.IsSettled, survey.IsWhole);
    }
}
