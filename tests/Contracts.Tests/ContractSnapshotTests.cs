using System.Reflection;
using RtcCluster.Contracts.Calls;
using Xunit;

namespace RtcCluster.Contracts.Tests;

public sealed class ContractSnapshotTests
{
    private static readonly Assembly Contracts = typeof(ICallGrain).Assembly;

    [Fact]
    public void ShapeOfEveryContractIsTheOneThatOrleansContractsTxtSays()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "OrleansContracts.txt");
        var actual = ContractSnapshot.Of(Contracts);
        if (Environment.GetEnvironmentVariable("RTC_UPDATE_CONTRACTS") is { Length: > 0 } target)
        {
            File.WriteAllText(target, actual);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    [Fact]
    public void EveryContractHasAnAliasOfItsOwn()
    {
        var aliases = Contracts.GetExportedTypes().Where(ContractSnapshot.IsContract)
            .Select(type => (type.FullName, type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias))
            .ToList();

        Assert.DoesNotContain(aliases, contract => contract.Alias is null);
        Assert.Empty(aliases.GroupBy(contract => contract.Alias).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void EveryGrainMethodHasAnAlias()
    {
        var bare = Contracts.GetExportedTypes().Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods().Where(method => !method.IsStatic && method.GetCustomAttribute<AliasAttribute>(inherit: false) is null)
                .Select(method => $"{type.Name}.{method.Name}"));

        Assert.Empty(bare);
    }
}
