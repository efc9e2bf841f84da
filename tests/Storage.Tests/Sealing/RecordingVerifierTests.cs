using System.Text;
using System.Text.Json;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Tests.Sealing;

/// <summary>Whatever is changed, removed, added or moved in a recording's folder is found.</summary>
public sealed class RecordingVerifierTests : IAsyncDisposable
{
    private readonly Vault _vault = new();

    [Fact]
    public async Task WhatWasRecorded_IsProven_WithItsPauses()
    {
        var take = await _vault.RecordAsync(0, 4);

        var verdict = await _vault.VerifyAsync(isWhole: true);

        Assert.Equal([], verdict.Faults);
        Assert.Equal((true, 1, 4, 0), (verdict.IsProven, verdict.Takes, verdict.Chunks, verdict.InterruptedTakes));
        Assert.Equal([new ManifestRange(24_000, 40_000)], Manifest(take).Pauses);
        Assert.Equal((Vault.Start.AddSeconds(8), TakeEnd.Closed, "demo/c1"), (Manifest(take).EndedAt, Manifest(take).End, Manifest(take).Call));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatPartiesWereTold_IsInTheSignedManifest_AlsoWhereTheEdgeDidNotLiveToWriteIt(bool isClosed)
    {
        var notice = new TakeNotice(2, "law", 7, "given", "key", Vault.Start.AddSeconds(-2), "es-CO", "¿Está de acuerdo?");
        var take = await _vault.RecordAsync(0, 2, close: isClosed, notices: notice);
        await _vault.Salvage.CloseAsync(Vault.Prefix, ct: TestContext.Current.CancellationToken);

        var verdict = await _vault.VerifyAsync();

        Assert.Equal(notice, Assert.Single(Manifest(take).Notices));
        Assert.Equal([], verdict.Faults);
        Assert.Equal(notice, Assert.Single(verdict.Notices));
    }

    [Fact]
    public async Task WhatWasRecordedBeforeNoticesWereWrittenDown_IsProvenAsEver()
    {
        var take = await _vault.RecordAsync(0, 2);
        var opening = Files().Single(path => path.EndsWith(".take", StringComparison.Ordinal));
        var text = await File.ReadAllTextAsync(opening, TestContext.Current.CancellationToken);
        Assert.Equal([], TakeOpening.TryParse(Encoding.UTF8.GetBytes(text.Replace("\"notices\":[],", "", StringComparison.Ordinal)))!.Notices);
        var manifest = JsonSerializer.SerializeToNode(Manifest(take), SignedDocument.Json)!.AsObject();
        Assert.True(manifest.Remove("notices"));
        var place = Files().Single(path => path.EndsWith(".manifest", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(place, SignedDocument.Sign(manifest, TakeSealer.ManifestType, _vault.Signing), TestContext.Current.CancellationToken);

        var verdict = await _vault.VerifyAsync(isWhole: true);

        Assert.Equal((true, 0), (verdict.IsProven, verdict.Notices.Length));
    }

    [Fact]
    public async Task OneByteChangedAnywhere_IsFound()
    {
        await _vault.RecordAsync(0, 3, notices: new TakeNotice(1, "law", 1, "announced", "heard", Vault.Start, "en", "told"));
        foreach (var path in Files())
        {
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            for (var i = 0; i < bytes.Length; i++)
            {
                var changed = bytes.ToArray();
                changed[i] ^= (byte)(1 << (i % 8));
                await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
                var verdict = await _vault.VerifyAsync();
                Assert.False(verdict.IsProven, $"byte {i} of {Path.GetFileName(path)}");
                Assert.NotEmpty(verdict.Faults);
            }

            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        }

        Assert.True((await _vault.VerifyAsync()).IsProven);
    }

    [Fact]
    public async Task BytesAddedOrCutAtTheEnd_AreFound()
    {
        await _vault.RecordAsync(0, 3);
        foreach (var path in Files())
        {
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            foreach (var changed in new[] { [.. bytes, (byte)' '], bytes[..^1], [] })
            {
                await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
                Assert.NotEmpty((await _vault.VerifyAsync()).Faults);
            }

            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task AnyFileThatIsMissing_IsFound()
    {
        await _vault.RecordAsync(0, 4);
        foreach (var path in Files())
        {
            File.Move(path, path + "x");
            File.Move(path + "x", Path.Combine(_vault.Path, "aside"));
            Assert.NotEmpty((await _vault.VerifyAsync(isWhole: true)).Faults);
            File.Move(Path.Combine(_vault.Path, "aside"), path);
        }
    }

    [Fact]
    public async Task ChunksThatAreSwapped_Renamed_OrOfAnotherTake_AreFound()
    {
        await _vault.RecordAsync(0, 3);
        var own = Files();
        await _vault.RecordAsync(3, 3);
        var other = Files().Except(own).ToList();
        Assert.True((await _vault.VerifyAsync()).IsProven);

        await AssertFoundAsync(own[0], own[1]);
        await AssertFoundAsync(own[1], other[0]);

        async Task AssertFoundAsync(string first, string second)
        {
            var bytes = await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken);
            File.Copy(second, first, overwrite: true);
            Assert.NotEmpty((await _vault.VerifyAsync()).Faults);
            await File.WriteAllBytesAsync(first, bytes, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task WhatDoesNotBelongThere_IsFound()
    {
        await _vault.RecordAsync(0, 2);
        foreach (var name in new[] { "notes.txt", "00000007", "00000009-0123456789abcdef", "0123456789abcdef.manifest" })
        {
            var path = Path.Combine(_vault.Folder, name);
            await File.WriteAllTextAsync(path, "x", TestContext.Current.CancellationToken);
            Assert.NotEmpty((await _vault.VerifyAsync()).Faults);
            File.Delete(path);
        }
    }

    [Fact]
    public async Task AChunkUnderASecondName_IsFound()
    {
        await _vault.RecordAsync(0, 2);
        File.Copy(Files()[1], Files()[1] + ".opus");

        Assert.Contains("there 2 times", Assert.Single((await _vault.VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AManifestOfAStranger_IsFound()
    {
        await using var stranger = new Vault();
        var take = await _vault.RecordAsync(0, 2);
        var forged = SignedDocument.Sign(Manifest(take), TakeSealer.ManifestType, stranger.Signing);
        await _vault.Blobs.WriteAsync(Vault.Prefix + SealedName.OfManifest(take), forged, TestContext.Current.CancellationToken);

        Assert.Contains("UnknownKey", Assert.Single((await _vault.VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChunkThatHadNoRoom_IsNoFault_AndCounted()
    {
        await _vault.RecordAsync(0, 5, lost: 2);

        var verdict = await _vault.VerifyAsync(isWhole: true);

        Assert.Equal((true, 4, 1), (verdict.IsProven, verdict.Chunks, verdict.LostChunks));
    }

    [Fact]
    public async Task ATakeWhoseEdgeDied_GetsItsManifest_WithTheDraft_AndTheNextEdgeGoesOn()
    {
        var first = await _vault.RecordAsync(0, 3, close: false, draft: true);
        Assert.Contains("has no manifest", Assert.Single((await _vault.VerifyAsync()).Faults), StringComparison.Ordinal);
        Assert.Empty((await _vault.VerifyAsync(isOver: false)).Faults);

        Assert.Equal(1, await _vault.Salvage.CloseAsync(Vault.Prefix, ct: TestContext.Current.CancellationToken));
        Assert.Equal(0, await _vault.Salvage.CloseAsync(Vault.Prefix, ct: TestContext.Current.CancellationToken));
        await _vault.RecordAsync(5, 2);

        var verdict = await _vault.VerifyAsync(isWhole: true);
        Assert.Equal([], verdict.Faults);
        Assert.Equal((2, 6, 1), (verdict.Takes, verdict.Chunks, verdict.InterruptedTakes));
        Assert.Equal((TakeEnd.Interrupted, 4, true), (Manifest(first).End, Manifest(first).Chunks.Length, Manifest(first).Chunks[^1].Draft));
        Assert.Equal(Vault.Start.AddSeconds(7), Manifest(first).EndedAt);
    }

    [Fact]
    public async Task WhatWasChangedBeforeTheManifestWasMade_IsNotSignedFor()
    {
        await _vault.RecordAsync(0, 4, close: false);
        var chunk = Files()[1];
        var bytes = await File.ReadAllBytesAsync(chunk, TestContext.Current.CancellationToken);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(chunk, bytes, TestContext.Current.CancellationToken);

        await _vault.Salvage.CloseAsync(Vault.Prefix, ct: TestContext.Current.CancellationToken);

        var faults = (await _vault.VerifyAsync()).Faults;
        Assert.Contains(faults, fault => fault.Contains("chunk 1", StringComparison.Ordinal) && fault.Contains("its tag does not verify", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("chunk 1", StringComparison.Ordinal) && fault.Contains("not in the manifest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWholeTakeThatIsGone_IsFound()
    {
        await _vault.RecordAsync(0, 2);
        await _vault.RecordAsync(2, 2);
        var last = await _vault.RecordAsync(4, 2);
        var middle = Files().Where(path => !path.Contains(SealedName.TakeText(last), StringComparison.Ordinal) && Number(path) is 2 or 3).Select(Take).First();
        foreach (var path in Files().Where(path => Take(path) == middle))
        {
            File.Delete(path);
        }

        Assert.Contains("a take is missing before chunk 4", (await _vault.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task ChunksOfBefore_ProveNothing()
    {
        await _vault.Blobs.WriteAsync(Vault.Prefix + "00000000", new byte[100], TestContext.Current.CancellationToken);

        var verdict = await _vault.VerifyAsync();

        Assert.Equal((false, 1, 0), (verdict.IsProven, verdict.PlainChunks, verdict.Faults.Length));
    }

    public ValueTask DisposeAsync() => _vault.DisposeAsync();

    private static int Number(string path) => SealedName.Read(path).Number;

    private static ulong Take(string path) => SealedName.Read(path).Take;

    private List<string> Files() => [.. System.IO.Directory.GetFiles(_vault.Folder).Order(StringComparer.Ordinal)];

    private TakeManifest Manifest(ulong take)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_vault.Folder, SealedName.OfManifest(take)));
        Assert.Equal(SignatureStatus.Valid, SignedDocument.TryRead<TakeManifest>(bytes, TakeSealer.ManifestType, _vault.Signing, out var manifest));
        Assert.StartsWith("{\"protected\":\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        return manifest!;
    }
}
