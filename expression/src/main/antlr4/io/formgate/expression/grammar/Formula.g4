// Formulas as users, specs and other tools write them. Semantics: docs/expression-semantics.md.
// Every level is a loop over the next tighter one, so that a parser decides by the next token alone
// and goes deeper only into parentheses.
grammar Formula;

formula
  : expression EOF
  ;

formulas
  : definition+ EOF
  ;

definition
  : NAME ASSIGN expression
  ;

expression
  : conjunction (OR conjunction)*
  ;

conjunction
  : negation (AND negation)*
  ;

negation
  : NOT* comparison
  ;

comparison
  : sum ((LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | EQUAL | NOT_EQUAL) sum)?
  ;

sum
  : product ((PLUS | MINUS) product)*
  ;

product
  : signed ((TIMES | OVER) signed)*
  ;

// Signs and powers group from the right.
signed
  : (MINUS | PLUS)* atom (POWER (MINUS | PLUS)* atom)*
  ;

atom
  : NUMBER                                                  # number
  | NAME (OPEN arguments CLOSE)?                            # name
  | HOLE (OPEN arguments CLOSE)?                            # hole
  | OPEN arguments CLOSE                                    # group
  ;

// More than one in parentheses of its own is a pair of Piecewise.
arguments
  : expression (COMMA expression)*
  ;

OPEN : '(' ;
CLOSE : ')' ;
COMMA : ',' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
ASSIGN : '=' ;
AND : 'and' | '&' | '&&' ;
OR : 'or' | '|' | '||' ;
NOT : 'not' | '~' | '!' ;
POWER : '^' | '**' ;
TIMES : '*' ;
OVER : '/' ;
PLUS : '+' ;
MINUS : '-' ;
HOLE : '?' PART* ;
// An exponent after f is Julia's way to write a number of single precision.
NUMBER : (DIGIT+ ('.' DIGIT*)? | '.' DIGIT+) ([eEfF] [+-]? DIGIT+)? ;
NAME : [\p{L}_] PART* ;
SPACE : [ \t\r\n]+ -> skip ;
COMMENT : ('//' | '#') ~[\r\n]* -> skip ;
OTHER : . ;
fragment DIGIT : [0-9] ;
// Subscript digits belong to names, superscript ones would be read as powers.
fragment PART : [\p{L}\p{Nd}\p{Nl}_\u2080-\u2089] ;
