using System.Security.Cryptography;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Tests.Sealing;

public sealed class SealedChunkTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly SealedChunkFacts Facts = new() { Take = 0x0123456789abcdef, Number = 7, Codec = SealedCodec.Mixed, IsLast = true, Samples = 12_345, Paused = 3 };

    [Fact]
    public void WhatIsSealed_Opens_AndNothingOfItIsReadable()
    {
        var plain = Vault.Plain(1);
        var file = Seal(plain, Facts);

        Assert.True(SealedChunk.TryRead(file, out var facts));
        Assert.Equal(Facts with { PlainLength = plain.Length }, facts);
        Assert.Equal(-1, file.AsSpan().IndexOf(plain.AsSpan(0, 4)));
        var opened = new byte[plain.Length];
        using var gcm = new AesGcm(Key, SealedChunk.TagLength);
        Assert.True(SealedChunk.TryOpen(gcm, "demo/r", file, opened));
        Assert.Equal(plain, opened);
    }

    [Fact]
    public void AnyBitThatIsChanged_IsFound_AndGivesSilence()
    {
        var file = Seal(Vault.Plain(1), Facts);
        var opened = new byte[200];
        using var gcm = new AesGcm(Key, SealedChunk.TagLength);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            opened.AsSpan().Fill(9);
            Assert.False(SealedChunk.TryOpen(gcm, "demo/r", file, opened) && !opened.All(value => value == 0), $"bit {bit}");
            Assert.False(SealedChunk.TryOpen(gcm, "demo/r", file, opened), $"bit {bit}");
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void AChunk_IsOfOneRecording_AndOfOneKey()
    {
        var file = Seal(Vault.Plain(1), Facts);
        using var own = new AesGcm(Key, SealedChunk.TagLength);
        using var other = new AesGcm(new byte[32], SealedChunk.TagLength);

        Assert.False(SealedChunk.TryOpen(own, "demo/s", file, new byte[200]));
        Assert.False(SealedChunk.TryOpen(other, "demo/r", file, new byte[200]));
    }

    [Fact]
    public void ADraftAndItsChunk_HaveNoNonceInCommon()
    {
        var plain = new byte[64];
        var (draft, whole) = (Seal(plain, Facts with { IsDraft = true }), Seal(plain, Facts));

        // With one nonce the key stream, which is what zeros are encrypted to, would be the same.
        Assert.NotEqual(draft[SealedChunk.HeaderLength..^SealedChunk.TagLength], whole[SealedChunk.HeaderLength..^SealedChunk.TagLength]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(79)]
    [InlineData(95)]
    public void AFileThatIsCut_IsNoChunk(int length) => Assert.False(SealedChunk.TryRead(Seal(Vault.Plain(1), Facts).AsSpan(0, length), out _));

    [Theory]
    [InlineData("rec/00000003-0123456789abcdef", SealedFile.Chunk, 3, SealedCodec.G711, false)]
    [InlineData("rec/00000003-0123456789abcdef.opus", SealedFile.Chunk, 3, SealedCodec.Opus, false)]
    [InlineData("rec/00000003-0123456789abcdef.mixed.draft", SealedFile.Chunk, 3, SealedCodec.Mixed, true)]
    [InlineData("fax/00000003-0123456789abcdef.page", SealedFile.Chunk, 3, SealedCodec.Page, false)]
    [InlineData("rec/0123456789abcdef.take", SealedFile.Opening, 0, SealedCodec.Silent, false)]
    [InlineData("rec/0123456789abcdef.manifest", SealedFile.Manifest, 0, SealedCodec.Silent, false)]
    public void Names_AreReadAsTheyAreWritten(string path, SealedFile kind, int number, SealedCodec codec, bool isDraft)
    {
        var name = SealedName.Read(path);

        Assert.Equal(new SealedName { Kind = kind, Take = 0x0123456789abcdef, Number = number, Codec = codec, IsDraft = isDraft }, name);
        var written = kind switch
        {
            SealedFile.Chunk => SealedName.OfChunk(new SealedChunkFacts { Take = name.Take, Number = number, Codec = codec, IsDraft = isDraft }),
            SealedFile.Opening => SealedName.OfOpening(name.Take),
            _ => SealedName.OfManifest(name.Take),
        };
        Assert.Equal(path["rec/".Length..], written);
    }

    [Theory]
    [InlineData("00000003", SealedFile.PlainChunk)]
    [InlineData("00000003.opus", SealedFile.PlainChunk)]
    [InlineData("00000003-0123456789ABCDEF", SealedFile.Unknown)]
    [InlineData("00000003-0123", SealedFile.Unknown)]
    [InlineData("3", SealedFile.Unknown)]
    [InlineData("notes.txt", SealedFile.Unknown)]
    [InlineData("", SealedFile.Unknown)]
    public void OtherNames_AreOfBeforeOrNobodys(string name, SealedFile kind) => Assert.Equal(kind, SealedName.Read(name).Kind);

    private static byte[] Seal(byte[] plain, SealedChunkFacts facts)
    {
        var file = new byte[plain.Length + SealedChunk.Overhead];
        using var gcm = new AesGcm(Key, SealedChunk.TagLength);
        SealedChunk.Seal(gcm, "demo/r", facts, new byte[SealedChunk.HashLength], plain, file);
        return file;
    }
}
