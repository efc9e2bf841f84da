using System.Collections;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Privacy;

/// <summary>The state of a log entry or scope as sinks see it: every text in it is masked when it is asked for.</summary>
internal sealed class MaskedState(object? state, string? text) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly IReadOnlyList<KeyValuePair<string, object?>> _values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => Masked(_values[index]);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.Select(Masked).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The whole message.</summary>
    public override string ToString() => text ?? PersonalText.Mask(state?.ToString() ?? "");

    // Numbers and times stay what they are, so that sinks can compute with them.
    private static KeyValuePair<string, object?> Masked(KeyValuePair<string, object?> pair) =>
        pair.Value is null or IConvertible and not string ? pair : new(pair.Key, PersonalText.Mask(pair.Value.ToString() ?? ""));
}
