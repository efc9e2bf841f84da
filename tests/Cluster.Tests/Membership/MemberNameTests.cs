using RtcCluster.Cluster.Membership;

namespace RtcCluster.Cluster.Tests.Membership;

public sealed class MemberNameTests
{
    [Theory]
    [InlineData(ClusterRoles.Core, "core/silo-1")]
    [InlineData(ClusterRoles.Edge, "edge/silo-1")]
    [InlineData(ClusterRoles.Core | ClusterRoles.Edge, "core+edge/silo-1")]
    public void ReadsWhatItWrites(ClusterRoles roles, string text)
    {
        Assert.Equal(text, new MemberName(roles, "silo-1").ToString());
        Assert.True(MemberName.TryParse(text, out var name));
        Assert.Equal(new MemberName(roles, "silo-1"), name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Silo_1234")]
    [InlineData("edge/")]
    [InlineData("/edge")]
    [InlineData("edge+/x")]
    [InlineData("worker/x")]
    public void RefusesWhatIsNotOurs(string? text) => Assert.False(MemberName.TryParse(text, out _));
}
