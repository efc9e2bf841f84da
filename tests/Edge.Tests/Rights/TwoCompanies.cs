using RtcCluster.Edge.Tests.Hosts;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Two companies on one cluster, and the demo company beside them.</summary>
public sealed class TwoCompanies : IAsyncLifetime
{
    private Company? _ours;
    private Company? _theirs;

    internal EdgeUnderTest Edge { get; private set; } = null!;

    internal Company Ours => _ours!;

    internal Company Theirs => _theirs!;

    /// <summary>Begun before the companies are made: the database's library looks for listeners once a second.</summary>
    internal SqlTrail Trail { get; } = new();

    internal Fingerprint Print => new(Edge.DataPath);

    public async ValueTask InitializeAsync()
    {
        // The calls of the companies last as long as the matrix does, though nobody speaks in them.
        Edge = await EdgeUnderTest.StartAsync(("Media:SilenceTimeout", "01:00:00"), ("Media:HeldTimeout", "01:00:00"));
        _ours = await Company.FoundAsync(Edge, "own7co", "own7", 51_000);
        _theirs = await Company.FoundAsync(Edge, "rvl7co", "rvl7", 52_000);
    }

    public async ValueTask DisposeAsync()
    {
        Trail.Dispose();
        foreach (var company in new[] { _ours, _theirs })
        {
            if (company is not null)
            {
                await company.DisposeAsync();
            }
        }

        await Edge.DisposeAsync();
    }

    /// <summary>The company that a role calls from, when it is to meet what is ours or what is theirs.</summary>
    internal Company HomeOf(Role role) => role == Role.Stranger ? Theirs : Ours;
}
