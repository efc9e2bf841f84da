using System.Diagnostics.CodeAnalysis;

namespace RtcCluster.Storage.Sealing;

/// <summary>Data keys of objects at rest. Each object has its own; only who has the key that wraps it can open it, and whoever destroys the wrapped key destroys the object.</summary>
public interface IDataKeys
{
    /// <summary>What new keys are wrapped with.</summary>
    string CurrentId { get; }

    /// <summary>Makes a key of 32 random bytes.</summary>
    /// <param name="purpose">What it opens, such as <c>recording demo/c1-1</c>: under another name it does not unwrap.</param>
    /// <param name="wrapped">What to keep.</param>
    /// <returns>The key, to be cleared when it is no longer needed.</returns>
    byte[] Create(string purpose, out WrappedKey wrapped);

    /// <summary>Unwraps a key; false when it was changed, is for something else, or is wrapped with a key that this cluster does not have.</summary>
    bool TryOpen(WrappedKey wrapped, string purpose, [NotNullWhen(true)] out byte[]? key);
}
