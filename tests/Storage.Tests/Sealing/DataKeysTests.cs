using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Tests.Sealing;

public sealed class DataKeysTests
{
    private static readonly string First = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string Second = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AKey_OpensForItsPurposeAlone_InAnyProcessOfTheCluster(bool master)
    {
        (string, string)[] settings = master ? [("Recordings:MasterKey", First)] : [];
        await using var vault = new Vault(settings);
        await using var other = new Vault(vault, settings);
        var key = vault.Keys.Create("recording demo/r", out var wrapped);

        Assert.Equal(master ? "master-72cd6e84" : "keys", wrapped.Id);
        Assert.True(other.Keys.TryOpen(wrapped, "recording demo/r", out var opened));
        Assert.Equal(key, opened);
        Assert.False(other.Keys.TryOpen(wrapped, "recording demo/s", out _));
        Assert.False(other.Keys.TryOpen(wrapped with { Value = "AAAA" }, "recording demo/r", out _));
        Assert.False(other.Keys.TryOpen(wrapped with { Value = "no base64" }, "recording demo/r", out _));
        Assert.False(other.Keys.TryOpen(wrapped with { Id = "master-00000000" }, "recording demo/r", out _));
    }

    [Fact]
    public async Task AFormerMasterKey_OpensWhatItWrapped()
    {
        await using var before = new Vault(("Recordings:MasterKey", First));
        await using var after = new Vault(before, ("Recordings:MasterKey", Second), ("Recordings:FormerMasterKeys", First));
        await using var without = new Vault(before, ("Recordings:MasterKey", Second));
        var key = before.Keys.Create("x", out var wrapped);

        Assert.True(after.Keys.TryOpen(wrapped, "x", out var opened));
        Assert.Equal(key, opened);
        Assert.NotEqual(before.Keys.CurrentId, after.Keys.CurrentId);
        Assert.False(without.Keys.TryOpen(wrapped, "x", out _));
    }

    [Theory]
    [InlineData("Recordings:MasterKey", "c2hvcnQ=", "32 bytes in base64")]
    [InlineData("Recordings:FormerMasterKeys", "x,y", "separated by commas")]
    [InlineData("Recordings:SigningKey", "c2hvcnQ=", "ECDSA P-256")]
    [InlineData("Recordings:SpoolLimit", "5", "it must be 1048576 to")]
    [InlineData("Recordings:SpoolLimit", "much", "whole number")]
    [InlineData("Recordings:Masterkeys", "x", "is not a setting")]
    public void WhatIsNoKey_StopsTheStart(string key, string value, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() =>
        {
            var vault = new Vault((key, value));
            _ = vault.Keys.CurrentId;
            _ = vault.Signing.CurrentId;
        });
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessesOfACluster_SignWithOneKey_AlsoWhenTheyStartTogether_AndPublishIt()
    {
        await using var vault = new Vault();
        var others = Enumerable.Range(0, 8).Select(_ => new Vault(vault)).ToList();

        var ids = await Task.WhenAll(others.Select(other => Task.Run(() => other.Signing.CurrentId)));

        Assert.Single(ids.Distinct());
        Assert.Equal([ids[0] + ".pem"], System.IO.Directory.GetFiles(vault.Signing.Folder).Select(Path.GetFileName));
        Assert.Equal(["recordings-signing.key"], System.IO.Directory.GetFiles(Path.Combine(vault.Path, "keys"), "recordings-*").Select(Path.GetFileName));
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task AfterAChangeOfTheSigningKey_OldSignaturesVerify_AndAStrangersDoNot()
    {
        await using var before = new Vault();
        var signature = before.Signing.Sign("x"u8, out var id);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var after = new Vault(before, ("Recordings:SigningKey", Convert.ToBase64String(ec.ExportPkcs8PrivateKey())));

        Assert.NotEqual(id, after.Signing.CurrentId);
        Assert.True(after.Signing.Verify(id, "x"u8, signature));
        Assert.False(after.Signing.Verify(id, "y"u8, signature));
        Assert.Null(after.Signing.Verify("0011223344556677", "x"u8, signature));
        Assert.Null(after.Signing.Verify("../../../etc/hosts", "x"u8, signature));
    }
}
