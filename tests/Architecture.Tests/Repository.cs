using System.Xml.Linq;

namespace RtcCluster.Architecture.Tests;

/// <summary>The checkout that these tests were built from, read as files.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Projects(string area) =>
        Directory.EnumerateFiles(Path.Combine(Root, area), "*.csproj", SearchOption.AllDirectories);

    /// <summary>Source files under a folder, without build output and generated migrations.</summary>
    public static IEnumerable<string> Sources(string area) =>
        Directory.EnumerateFiles(Path.Combine(Root, area), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The short name of a project: <c>Sip</c> for src/Sip/RtcCluster.Sip.csproj.</summary>
    public static string NameOf(string project) => Path.GetFileName(Path.GetDirectoryName(project)!);

    public static IEnumerable<string> ProjectReferences(string project) =>
        Items(project, "ProjectReference").Select(include => include.Replace('\\', '/')).Select(include => include.Split('/')[^2]);

    public static IEnumerable<string> PackageReferences(string project) => Items(project, "PackageReference");

    private static IEnumerable<string> Items(string project, string name) =>
        XDocument.Load(project).Descendants(name).Select(item => item.Attribute("Include")?.Value).OfType<string>();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RtcCluster.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No RtcCluster.sln above {AppContext.BaseDirectory}.");
    }
}
