using Xunit;

namespace RtcCluster.Architecture.Tests;

/// <summary>Who may reference whom. Bytes stop at the edge, decisions stop at the grain, sockets never enter a library.</summary>
public sealed class ReferenceRules
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Contracts"] = [],
        ["Sip"] = [],
        ["Media"] = [],
        ["Storage"] = [],
        ["Cluster"] = ["Contracts", "Storage"],
        ["Grains"] = ["Contracts", "Storage"],
        ["Silo"] = ["Cluster", "Grains", "Contracts", "Storage"],
        ["Edge"] = ["Cluster", "Contracts", "Sip", "Media", "Storage"],
        ["Standalone"] = ["Silo", "Edge"],
        ["Runner"] = ["Sip", "Media", "Contracts", "Grains", "Storage"],
        ["Micro"] = ["Sip", "Media", "Contracts", "Grains"],
    };

    // Analyzers and build-time packages give a project no new dependency at run time.
    private static readonly string[] BuildOnly = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.EntityFrameworkCore.Design"];

    public static TheoryData<string> SourceProjects => [.. Repository.Projects("src").Concat(Repository.Projects("load")).Select(Repository.Relative)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void ProjectReferencesOnlyWhatItsRowOfTheTableAllows(string project)
    {
        var path = Path.Combine(Repository.Root, project);
        var name = Repository.NameOf(path);

        Assert.True(MayReference.TryGetValue(name, out var allowed), $"{name} has no row in the table of who may reference whom.");
        Assert.Empty(Repository.ProjectReferences(path).Except(allowed));
    }

    [Theory]
    [InlineData("Sip", new string[0])]
    [InlineData("Media", new[] { "BouncyCastle.Cryptography", "BitMiracle.LibTiff.NET" })]
    [InlineData("Contracts", new[] { "Microsoft.Orleans.Sdk" })]
    public void LibraryDependsOnNoOtherPackage(string name, string[] allowed)
    {
        var project = Path.Combine(Repository.Root, "src", name, $"RtcCluster.{name}.csproj");

        Assert.Empty(Repository.PackageReferences(project).Except(BuildOnly).Except(allowed));
    }

    [Theory]
    [InlineData("Storage", "Orleans")]
    [InlineData("Grains", "AspNetCore")]
    [InlineData("Sip", "Orleans")]
    [InlineData("Media", "Orleans")]
    public void LibraryDoesNotNameWhatItMustNotKnow(string name, string forbidden)
    {
        var offenders = Repository.Sources($"src/{name}")
            .Where(path => File.ReadLines(path).Any(line => line.StartsWith("using ", StringComparison.Ordinal) && line.Contains(forbidden, StringComparison.Ordinal)))
            .Where(path => !(name == "Storage" && forbidden == "AspNetCore"))
            .Select(Repository.Relative);

        Assert.Empty(offenders);
    }

    [Fact]
    public void SipAndMediaAreCheckedForClocksSocketsTasksAndRandomness()
    {
        foreach (var name in new[] { "Sip", "Media" })
        {
            var project = File.ReadAllText(Path.Combine(Repository.Root, "src", name, $"RtcCluster.{name}.csproj"));

            Assert.Contains("BannedSymbols.txt", project, StringComparison.Ordinal);
            Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", project, StringComparison.Ordinal);
            Assert.DoesNotContain("RS0030", project, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryPackageHasItsVersionInOnePlace()
    {
        var offenders = Repository.Projects("src").Concat(Repository.Projects("tests")).Concat(Repository.Projects("load"))
            .Where(path => File.ReadAllText(path).Contains(" Version=\"", StringComparison.Ordinal))
            .Select(Repository.Relative);

        Assert.Empty(offenders);
    }
}
