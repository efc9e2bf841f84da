using System.Reflection;

namespace RtcCluster.Edge.Tests.Rounds;

/// <summary>Any interface; what is called is answered by a function of the test.</summary>
public class Answers : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _answer = static (_, _) => null;

    internal static T Of<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class => (T)Of(typeof(T), answer);

    internal static object Of(Type type, Func<MethodInfo, object?[], object?> answer)
    {
        var proxy = Create(type, typeof(Answers));
        ((Answers)proxy)._answer = answer;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);
}
