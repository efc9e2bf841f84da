using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RtcCluster.Media.Srtp;

/// <summary>SHA-1 of OpenSSL's libcrypto, as sha.h declares it: the library that the framework's own cryptography uses on Linux.</summary>
internal static unsafe partial class Sha1Native
{
    private const string Library = "libcrypto.so.3";

    /// <summary>Whether its three functions are there: a library can be built without what 3.0 calls deprecated.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out var library)
        && NativeLibrary.TryGetExport(library, "SHA1_Init", out _) && NativeLibrary.TryGetExport(library, "SHA1_Update", out _) && NativeLibrary.TryGetExport(library, "SHA1_Final", out _);

    [LibraryImport(Library, EntryPoint = "SHA1_Init"), SuppressGCTransition]
    public static partial int Init(State* state);

    // A packet is hashed in less time than telling the collector of the call takes.
    [LibraryImport(Library, EntryPoint = "SHA1_Update"), SuppressGCTransition]
    public static partial int Update(State* state, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "SHA1_Final"), SuppressGCTransition]
    public static partial int Final(byte* hash, State* state);

    /// <summary>SHA_CTX: five words of hash, two of length, a block, and how much of it is filled.</summary>
    [InlineArray(24)]
    public struct State
    {
        private uint _word;
    }
}
