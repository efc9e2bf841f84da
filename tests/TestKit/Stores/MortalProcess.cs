using System.Globalization;

namespace RtcCluster.TestKit.Stores;

/// <summary>The life that several stores of one process share: it ends before the change that <paramref name="isLast"/> picks by its number, 1 for the first, and its path.</summary>
public sealed class MortalProcess(Func<int, string, bool> isLast)
{
    private readonly List<string> _changes = [];

    /// <summary>Whether it is over.</summary>
    public bool IsDead { get; private set; }

    /// <summary>What was written or deleted, in order; the last one, where it died, was not.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>A process that lives.</summary>
    public static MortalProcess Never() => new((_, _) => false);

    /// <summary>A process that dies before its n-th change.</summary>
    public static MortalProcess At(int n) => new((number, _) => number == n);

    /// <summary>A process that dies before its first change of a path with this part.</summary>
    public static MortalProcess Before(string part) => new((_, path) => path.Contains(part, StringComparison.Ordinal));

    internal void Look()
    {
        if (IsDead)
        {
            throw new MortalProcessDiedException(string.Create(CultureInfo.InvariantCulture, $"The process died before change {_changes.Count} ({_changes[^1]})."));
        }
    }

    internal void Change(string path)
    {
        Look();
        _changes.Add(path);
        IsDead = isLast(_changes.Count, path);
        Look();
    }
}
