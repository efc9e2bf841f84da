using System.Runtime.InteropServices;

namespace RtcCluster.Load.Runner.Lab.Networks;

/// <summary>Opens sockets in another network than the process's own: a socket stays in the namespace of the thread that made it.</summary>
internal static partial class NetworkNamespace
{
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    /// <summary>Does it on a thread of its own that is in the namespace; null is the process's own, where nothing is special.</summary>
    /// <param name="name">As <c>ip netns list</c> names it.</param>
    /// <param name="make">What opens the sockets; all of them before its first await.</param>
    /// <exception cref="InvalidOperationException">There is no such namespace, or this process may not enter it.</exception>
    public static T In<T>(string? name, Func<T> make)
    {
        if (name is null)
        {
            return make();
        }

        T? made = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                made = make();
            }
            catch (Exception e) when (e is InvalidOperationException or System.Net.Sockets.SocketException)
            {
                failure = e;
            }
        });

        // The thread ends with what it did: nothing else ever runs in that namespace.
        thread.Start();
        thread.Join();
        return failure is null ? made! : throw new InvalidOperationException($"In the network {name}: {failure.Message}", failure);
    }

    private static void Enter(string name)
    {
        var file = Open($"/run/netns/{name}", ReadOnly);
        if (file < 0)
        {
            throw new InvalidOperationException($"it does not exist (error {Marshal.GetLastPInvokeError()}).");
        }

        try
        {
            if (SetNamespace(file, NewNetwork) != 0)
            {
                throw new InvalidOperationException($"it cannot be entered (error {Marshal.GetLastPInvokeError()}).");
            }
        }
        finally
        {
            _ = Voice.LinuxNative.Close(file);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
