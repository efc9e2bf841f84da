using RtcCluster.Contracts.Ids;
using Xunit;

namespace RtcCluster.Contracts.Tests;

public sealed class GrainKeyTests
{
    [Theory]
    [InlineData("demo/1001", "demo", "1001")]
    [InlineData("demo/+576015550100", "demo", "+576015550100")]
    [InlineData("demo/a/b", "demo", "a/b")]
    public void KeySplitsAtItsFirstSlash(string key, string tenant, string name)
    {
        Assert.True(GrainKey.TrySplit(key, out var actualTenant, out var actualName));
        Assert.Equal((tenant, name), (actualTenant.ToString(), actualName.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("/1001")]
    [InlineData("demo/")]
    public void KeyWithoutBothPartsIsNone(string key) => Assert.False(GrainKey.TrySplit(key, out _, out _));

    [Fact]
    public void TenantWithSlashIsRefused_SoThatNoTenantCanNameAnotherOnesGrains() =>
        Assert.Throws<ArgumentException>(() => new LineId(new TenantId("a/b"), "1"));

    [Fact]
    public void KeyThatNoStoreCouldIndexIsRefused() =>
        Assert.Throws<ArgumentException>(() => new LineId(new TenantId("demo"), new string('1', GrainKey.MaxLength)));
}
