using Xunit;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>One running edge for the tests that do not change it.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    public EdgeUnderTest Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Edge = await EdgeUnderTest.StartAsync(("Sip:MaxFailedLogins", "3"));

    public ValueTask DisposeAsync() => Edge.DisposeAsync();
}
