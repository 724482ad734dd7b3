using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CoalitionCms.Data;

/// <summary>
/// Refuses queries that would sort by an encrypted column or compare with one: the results would be wrong, because equal values have
/// different ciphertexts. Checked once for each query, when it is translated.
/// </summary>
internal sealed class EncryptedColumnQueries : IQueryExpressionInterceptor
{
    public static EncryptedColumnQueries Guard { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        new Look(eventData.Context!.Model).Visit(queryExpression);
        return queryExpression;
    }

    private sealed class Look(IModel model) : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.DeclaringType == typeof(Queryable) && node.Method.Name.Contains("By", StringComparison.Ordinal)
                && node.Arguments.Count > 1
                && node.Arguments[1] is UnaryExpression { Operand: LambdaExpression key })
            {
                Refuse(key.Body);
            }
            else if (node.Method.DeclaringType == typeof(string) || node.Method.DeclaringType?.Name == "DbFunctionsExtensions")
            {
                foreach (var argument in node.Arguments.Append(node.Object).OfType<Expression>())
                {
                    Refuse(argument);
                }
            }

            return base.VisitMethodCall(node);
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            if (node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual && node.Left is not ConstantExpression { Value: null }
                && node.Right is not ConstantExpression { Value: null })
            {
                Refuse(node.Left);
                Refuse(node.Right);
            }

            return base.VisitBinary(node);
        }

        private void Refuse(Expression part)
        {
            if (part is MemberExpression { Expression: { } owner } member
                && model.FindEntityType(owner.Type)?.FindProperty(member.Member.Name)?.FindAnnotation(EncryptedColumns.SealedAs)
                is not null)
            {
                throw new InvalidOperationException(
                    $"{owner.Type.Name}.{member.Member.Name} is sealed: the database can neither sort by it nor compare it. Read it, "
                    + "and do so in memory.");
            }
        }
    }
}
